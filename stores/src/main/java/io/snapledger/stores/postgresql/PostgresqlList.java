package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.postgresql.core.Encoding;

/**
 * Lists databases, schemas, and what is in them, from the tables of contents at the beginnings of the archives: {@code shop},
 * {@code shop/public}, {@code shop/public/orders}, {@code shop/public/twice(integer)}. Tables have the bytes of their rows, and a digest if the dump took one;
 * databases have the bytes of their archive.
 */
final class PostgresqlList {

    private static final int BUFFER = 64 * 1024;

    private final SnapshotContent content;
    private final SortedMap<String, SnapshotEntry> entries = new TreeMap<>();

    private PostgresqlList(SnapshotContent content) {
        this.content = content;
    }

    static void tell(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> told)
            throws StoreException, IOException {
        PostgresqlList list = new PostgresqlList(content);
        for (StreamContent stream : content.streams()) {
            if (stream.attributes().containsKey("database")) {
                list.read(stream, source);
            }
        }
        list.entries.values().forEach(told);
    }

    private void read(StreamContent stream, StreamSource source) throws StoreException, IOException {
        Database database = Database.fromAttributes(stream.attributes(), stream.bytes());
        put(Evidence.path(database.name()), "database", Optional.of(stream.bytes()), Optional.empty());
        ArchiveFraming framing = new ArchiveFraming(new Contents(database));
        try (InputStream bytes = source.open(stream.name())) {
            byte[] buffer = new byte[BUFFER];
            while (!framing.knowsContents()) {
                int read = bytes.read(buffer);
                if (read < 0) {
                    framing.finish();
                    return;
                }
                framing.accept(buffer, 0, read);
            }
        } catch (StoreException e) {
            throw new StoreException(
                    Reason.DAMAGED, "stream " + stream.name() + ": " + e.getMessage(), "try another snapshot", e);
        }
    }

    private void put(String path, String type, Optional<Long> bytes, Optional<String> digest) {
        entries.putIfAbsent(path, new SnapshotEntry(path, type, bytes, Optional.empty(), digest));
    }

    /** Takes what has a place of its own in a schema. */
    private final class Contents implements ArchiveFraming.Listener {

        private final String database;
        private final String encoding;

        Contents(Database database) {
            this.database = database.name();
            encoding = database.property("encoding");
        }

        @Override
        public void entry(ArchiveFraming.Entry entry) throws StoreException {
            switch (entry.kind()) {
                case "SCHEMA" -> schema(text(entry.tag()));
                case "TABLE", "FOREIGN TABLE" -> table(entry);
                case "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FUNCTION", "PROCEDURE", "AGGREGATE", "TYPE", "DOMAIN" ->
                    inSchema(
                            entry,
                            Optional.empty(),
                            Optional.of(Database.digest(entry.owner() + "\n" + entry.definition())
                                    .substring(0, 32)));
                default -> {} // a part of something else, or outside of schemas
            }
        }

        private void table(ArchiveFraming.Entry entry) throws StoreException {
            String path = Evidence.path("database", database, "table", text(entry.schema()), text(entry.tag()));
            inSchema(
                    entry,
                    Optional.ofNullable(content.details().get(path + "/bytes")).map(Long::valueOf),
                    Optional.ofNullable(content.evidence().facts().get(path + "/digest")));
        }

        private void inSchema(ArchiveFraming.Entry entry, Optional<Long> bytes, Optional<String> digest)
                throws StoreException {
            String schema = text(entry.schema());
            schema(schema);
            put(
                    Evidence.path(database, schema, text(entry.tag())),
                    entry.kind().toLowerCase(Locale.ROOT),
                    bytes,
                    digest);
        }

        private void schema(String name) {
            put(Evidence.path(database, name), "schema", Optional.empty(), Optional.empty());
        }

        /** A name as the inventory tells it. */
        private String text(String bytes) throws StoreException {
            if (encoding.equals("SQL_ASCII")) {
                return bytes;
            }
            byte[] encoded = bytes.getBytes(StandardCharsets.ISO_8859_1);
            try {
                return encoding.equals("UTF8")
                        ? new String(encoded, StandardCharsets.UTF_8)
                        : Encoding.getDatabaseEncoding(encoding).decode(encoded);
            } catch (IOException e) {
                throw new StoreException(
                        Reason.DAMAGED, "a name that is no " + encoding + ": " + e.getMessage(), "", e);
            }
        }
    }
}
