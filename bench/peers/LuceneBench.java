// Indexes and searches with Lucene 8 for bench/run. Input: common/corpus.py, write_flat. Output: common/worker.py.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.codecs.lucene87.Lucene87Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.MMapDirectory;

public class LuceneBench {
    static final String[] FIELDS = {"id", "title", "date", "source", "authors", "url", "text"};
    static final String SEARCHED = "all";
    static final double BUFFER_MB = 64;

    interface Search {
        int run(String query) throws Exception;
    }

    final IndexSearcher searcher;
    final QueryParser parser = new QueryParser(SEARCHED, new EnglishAnalyzer());

    LuceneBench(String folder) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Path.of(folder))));
        searcher.setQueryCache(null);
        parser.setDefaultOperator(QueryParser.Operator.AND);
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("index")) {
            index(args[1], args[2]);
        } else {
            new LuceneBench(args[1]).serve(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        }
    }

    static void index(String folder, String flat) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer())
            .setCodec(new Lucene87Codec(Lucene87Codec.Mode.BEST_COMPRESSION))
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(BUFFER_MB)
            .setUseCompoundFile(false);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(Path.of(folder)), config);
             BufferedReader lines = Files.newBufferedReader(Path.of(flat), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.addDocument(document(line.replace('\u001e', '\n').split("\u001f", -1)));
            }
            writer.forceMerge(1);
        }
    }

    // Title and text are searched as one field, as the peers do it; a gap keeps phrases from crossing.
    static Document document(String[] values) {
        Document document = new Document();
        document.add(new StringField(FIELDS[0], values[0], Field.Store.YES));
        for (int i = 1; i < FIELDS.length; i++) {
            document.add(new StoredField(FIELDS[i], values[i]));
        }
        document.add(new TextField(SEARCHED, values[1], Field.Store.NO));
        document.add(new TextField(SEARCHED, values[FIELDS.length - 1], Field.Store.NO));
        return document;
    }

    void serve(int runs, int warmups) throws Exception {
        List<String> queries = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines().collect(Collectors.toList());
        for (int i = 0; i < warmups; i++) {
            for (String query : queries) {
                top10(query);
                exact(query);
            }
        }
        for (String query : queries) {
            double top10 = best(this::top10, query, runs);
            double exact = best(this::exact, query, runs);
            System.out.println(top10 + "\t" + exact + "\t" + exact(query));
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

    static double best(Search search, String query, int runs) throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            search.run(query);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1e6;
    }
}
