// The query language of common/query.py as Lucene's own query parser reads it, with what Lucene has for the rest:
// filters that do not score, ranges by points, wildcards over words that are not stemmed, spans for proximity.
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanNotQuery;
import org.apache.lucene.search.spans.SpanOrQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;

class LuceneQueries extends QueryParser {
    static final String SEARCHED = "all";
    static final String WORDS = "words";
    static final String DATE = "date";
    static final String SOURCE = "source";
    static final String SOURCE_EXACT = "source_exact";

    LuceneQueries() throws java.io.IOException {
        super(SEARCHED, analyzers());
        setDefaultOperator(Operator.AND);
        setAllowLeadingWildcard(true);
    }

    static Analyzer analyzers() throws java.io.IOException {
        Analyzer literal = CustomAnalyzer.builder().withTokenizer("standard").addTokenFilter("englishPossessive")
            .addTokenFilter("lowercase").addTokenFilter("asciifolding").build();
        return new PerFieldAnalyzerWrapper(new EnglishAnalyzer(), Map.of(WORDS, literal, SOURCE, literal));
    }

    static String folded(String value) {
        return value.toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    protected Query getFieldQuery(String field, String text, boolean quoted) throws ParseException {
        if (field.equals(SOURCE_EXACT)) {
            return new ConstantScoreQuery(new TermQuery(new Term(SOURCE_EXACT, folded(text))));
        }
        Query query = super.getFieldQuery(field, text, quoted);
        return field.equals(SOURCE) ? new ConstantScoreQuery(query) : query;
    }

    @Override
    protected Query getFieldQuery(String field, String text, int slop) throws ParseException {
        String[] sides = text.split(" ");
        switch (field) {
            case "near":
                return new SpanNearQuery(new SpanQuery[] {spans(sides[0]), spans(sides[1])}, slop, false);
            case "ordered":
                return new SpanNearQuery(new SpanQuery[] {spans(sides[0]), spans(sides[1])}, slop, true);
            case "without":
                return new SpanNotQuery(spans(sides[0]), spans(sides[1]), slop, slop);
            default:
                return super.getFieldQuery(field, text, slop);
        }
    }

    private SpanQuery spans(String side) throws ParseException {
        String[] alternatives = side.split("\\|");
        SpanQuery[] parts = new SpanQuery[alternatives.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = phrase(alternatives[i].split("_"));
        }
        return parts.length == 1 ? parts[0] : new SpanOrQuery(parts);
    }

    private SpanQuery phrase(String[] words) throws ParseException {
        SpanQuery[] parts = new SpanQuery[words.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new SpanTermQuery(((TermQuery) super.getFieldQuery(SEARCHED, words[i], false)).getTerm());
        }
        return parts.length == 1 ? parts[0] : new SpanNearQuery(parts, 0, true);
    }

    @Override
    protected Query getRangeQuery(String field, String first, String last, boolean fromIt, boolean toIt) {
        int from = first == null ? 0 : Integer.parseInt(first);
        int to = last == null ? Integer.MAX_VALUE : Integer.parseInt(last);
        return new ConstantScoreQuery(new IndexOrDocValuesQuery(IntPoint.newRangeQuery(DATE, from, to),
            NumericDocValuesField.newSlowRangeQuery(DATE, from, to)));
    }

    @Override
    protected Query getWildcardQuery(String field, String pattern) throws ParseException {
        return super.getWildcardQuery(WORDS, pattern);
    }

    @Override
    protected Query getPrefixQuery(String field, String start) throws ParseException {
        return super.getPrefixQuery(WORDS, start);
    }

    // What has a constant score only filters: it need not be scored.
    @Override
    protected BooleanClause newBooleanClause(Query query, BooleanClause.Occur occur) {
        boolean filters = occur == BooleanClause.Occur.MUST && query instanceof ConstantScoreQuery;
        return super.newBooleanClause(query, filters ? BooleanClause.Occur.FILTER : occur);
    }
}
