// Indexes and searches with Lucene 8 for bench/run and bench/relevance. Input: common/corpus.py, write_flat. Output:
// common/worker.py, common/ranking.py.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.codecs.lucene87.Lucene87Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

public class LuceneBench {
    static final String[] FIELDS = {"id", "title", "date", "source", "authors", "url", "text"};
    static final double BUFFER_MB = 64;
    static final FieldType DOCS_ONLY = docsOnly();

    interface Search {
        int run(String query) throws Exception;
    }

    final IndexSearcher searcher;
    final LuceneQueries parser = new LuceneQueries();

    LuceneBench(String folder) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Path.of(folder))));
        searcher.setQueryCache(null);
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("index")) {
            index(args[1], args[2], false);
        } else if (args[0].equals("index-for-wildcards")) {
            index(args[1], args[2], true);
        } else if (args[0].equals("rank")) {
            new LuceneBench(args[1]).rank(Integer.parseInt(args[2]));
        } else {
            new LuceneBench(args[1]).serve(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        }
    }

    static void index(String folder, String flat, boolean wildcards) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(LuceneQueries.analyzers())
            .setCodec(new Lucene87Codec(Lucene87Codec.Mode.BEST_COMPRESSION))
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(BUFFER_MB)
            .setUseCompoundFile(false);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(Path.of(folder)), config);
             BufferedReader lines = Files.newBufferedReader(Path.of(flat), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.addDocument(document(line.replace('\u001e', '\n').split("\u001f", -1), wildcards));
            }
            writer.forceMerge(1);
        }
    }

    // What wildcards look into: the words as they stand, for which neither positions nor lengths are needed.
    static FieldType docsOnly() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    // Title and text are searched as one field, as the peers do it.
    static Document document(String[] values, boolean wildcards) {
        Document document = new Document();
        document.add(new StringField(FIELDS[0], values[0], Field.Store.YES));
        for (int i = 1; i < FIELDS.length; i++) {
            document.add(new StoredField(FIELDS[i], values[i]));
        }
        for (String text : new String[] {values[1], values[FIELDS.length - 1]}) {
            document.add(new TextField(LuceneQueries.SEARCHED, text, Field.Store.NO));
            if (wildcards) {
                document.add(new Field(LuceneQueries.WORDS, text, DOCS_ONLY));
            }
        }
        addFilters(document, values[2], values[3]);
        return document;
    }

    static void addFilters(Document document, String date, String source) {
        document.add(new TextField(LuceneQueries.SOURCE, source, Field.Store.NO));
        document.add(new StringField(LuceneQueries.SOURCE_EXACT, LuceneQueries.folded(source), Field.Store.NO));
        if (date.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
            int day = Integer.parseInt(date.substring(0, 10).replace("-", ""));
            document.add(new IntPoint(LuceneQueries.DATE, day));
            document.add(new NumericDocValuesField(LuceneQueries.DATE, day));
        }
    }

    // Queries as "id TAB words"; a line for each hit of each: "id TAB article", best first.
    void rank(int depth) throws IOException {
        QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer());
        List<String> queries = input();
        for (String line : queries) {
            String[] query = line.split("\t", 2);
            Query anyWord = builder.createBooleanQuery(LuceneQueries.SEARCHED, query[1]);
            ScoreDoc[] hits = anyWord == null ? new ScoreDoc[0] : searcher.search(anyWord, depth).scoreDocs;
            for (ScoreDoc hit : hits) {
                System.out.println(query[0] + "\t" + searcher.doc(hit.doc, java.util.Set.of(FIELDS[0])).get(FIELDS[0]));
            }
        }
    }

    static List<String> input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines().collect(Collectors.toList());
    }

    void serve(int runs, int warmups) throws Exception {
        List<String> queries = input();
        for (int i = 0; i < warmups; i++) {
            for (String query : queries) {
                top10(query);
                exact(query);
            }
        }
        for (String query : queries) {
            System.out.println(times(this::top10, query, runs) + "\t" + times(this::exact, query, runs) + "\t"
                + exact(query));
        }
    }

    int top10(String query) throws IOException, ParseException {
        return searcher.search(parser.parse(query), 10).scoreDocs.length;
    }

    int exact(String query) throws IOException, ParseException {
        TopScoreDocCollector collector = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
        searcher.search(parser.parse(query), collector);
        return (int) collector.topDocs().totalHits.value;
    }

    // The best and the median of the runs, in milliseconds.
    static String times(Search search, String query, int runs) throws Exception {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            search.run(query);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[0] + "\t" + times[runs / 2];
    }
}
