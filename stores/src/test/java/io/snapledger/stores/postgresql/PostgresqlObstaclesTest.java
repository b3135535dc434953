package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a target cannot take stands in the dry run, with the option that goes on without it. */
class PostgresqlObstaclesTest extends RestoreFixture {

    @Test
    void aMissingLocaleIsABlockerAndAnotherOneCanBeChosen() throws Exception {
        from.run("postgres", "create database shop");
        from.run("shop", "create table t as select 1 as one");
        SnapshotContent content = withAttribute(dump(), "database.collate", "xx_YY.UTF-8");
        assertThat(plan(content).blockers())
                .singleElement()
                .asString()
                .contains("locale 'xx_YY.UTF-8'")
                .contains("locale=C.UTF-8");
        assertThat(refused(content).reason()).isEqualTo(Reason.BLOCKED);
        assertThat(plan(content, "locale=yy_ZZ").blockers())
                .singleElement()
                .asString()
                .contains("'yy_ZZ'");

        restore(content, "locale=C");

        assertThat(to.ask("postgres", "select datcollate from pg_database where datname = 'shop'"))
                .isEqualTo("C");
    }

    @Test
    void aMissingExtensionIsABlocker() throws Exception {
        from.run("postgres", "create database shop");
        SnapshotContent content = PostgresqlSwapTest.withFact(dump(), "database/shop/extension/plpgsql", "pg_catalog");
        var facts = new TreeMap<>(content.evidence().facts());
        facts.put("database/shop/extension/not%2Fhere", "public");
        SnapshotContent needs = withEvidence(content, facts);
        assertThat(plan(needs).blockers()).singleElement().asString().contains("extension 'not/here'");
    }

    @Test
    void aTableSchemaOrDatabaseNamedExtensionIsNoExtension() throws Exception {
        from.run("postgres", "create database pbx", "create database browser", "create database extension");
        from.run("pbx", "create table extension (id serial primary key, number text)");
        from.run("browser", "create schema extension", "create table extension.setting (k text primary key)");
        from.run("extension", "create table t (id int primary key)");
        SnapshotContent content = dump();
        assertThat(plan(content).blockers()).isEmpty();
        for (String one : List.of("pbx", "browser", "extension")) {
            assertThat(plan(content, "databases=" + one).fresh()).isTrue();
            restore(content, "databases=" + one);
        }
        assertThat(plan(content).fresh()).isFalse();
    }

    @Test
    void aMissingTablespaceOfTheDatabaseIsABlockerAndTheDefaultCanBeTaken() throws Exception {
        from.run("postgres", "create database shop");
        SnapshotContent content = withAttribute(dump(), "database.tablespace", "fast");
        assertThat(plan(content).blockers())
                .singleElement()
                .asString()
                .contains("tablespace 'fast'")
                .contains("tablespaces=default");
        restore(content, "tablespaces=default");
    }

    private static SnapshotContent withAttribute(SnapshotContent content, String attribute, String value) {
        var streams = content.streams().stream()
                .map(stream -> {
                    Map<String, String> attributes = new TreeMap<>(stream.attributes());
                    if (attributes.containsKey("database")) {
                        attributes.put(attribute, value);
                    }
                    return new io.snapledger.stores.StreamContent(
                            stream.name(), stream.bytes(), stream.about(), stream.nativeUse(), attributes);
                })
                .toList();
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                streams,
                content.evidence(),
                content.objects(),
                content.details(),
                content.notIncluded());
    }

    private static SnapshotContent withEvidence(SnapshotContent content, TreeMap<String, String> facts) {
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                content.streams(),
                new io.snapledger.stores.Evidence(facts),
                content.objects(),
                content.details(),
                content.notIncluded());
    }
}
