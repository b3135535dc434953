package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void aSumTellsFactsApartWhateverIsInThem() {
        assertThat(Evidence.sum(new TreeMap<>(Map.of("a", "1", "b", "2"))))
                .startsWith("2 facts ")
                .isEqualTo(Evidence.sum(new TreeMap<>(Map.of("b", "2", "a", "1"))))
                .isNotEqualTo(Evidence.sum(new TreeMap<>(Map.of("a", "2", "b", "1"))))
                .isNotEqualTo(Evidence.sum(new TreeMap<>(Map.of("a", "1b", "2", ""))));
    }

    @Test
    void differencesNameWhatIsMissingMoreOrOther() {
        Evidence expected = Evidence.of(Map.of("a", "1", "b", "2", "c", ""));
        Evidence actual = Evidence.of(Map.of("a", "1", "b", "3", "d", "4"));
        assertThat(Evidence.differences(expected, actual))
                .containsExactly(
                        new Evidence.Difference("b", "2", "3"),
                        new Evidence.Difference("c", "", "(absent)"),
                        new Evidence.Difference("d", "(absent)", "4"));
        assertThat(Evidence.differences(expected, expected)).isEmpty();
    }

    @Test
    void oddNamesCannotBeMistakenForPaths() {
        String path = Evidence.path("database", "a/b%\n", "rows");
        assertThat(path).isEqualTo("database/a%2Fb%25%0A/rows");
        assertThat(Evidence.unescaped("a%2Fb%25%0A")).isEqualTo("a/b%\n");
        assertThat(Evidence.of(Map.of(path, "1", "database0", "x")).namesBelow("database"))
                .containsExactly("a%2Fb%25%0A");
    }

    @Test
    void aSnapshotsContentSurvivesJson() throws Exception {
        SnapshotContent content = new SnapshotContent(
                "postgresql",
                "pg_dump 15",
                "PostgreSQL 15",
                List.of(new StreamContent("shop.dump", 5, "database shop", "pg_restore", Map.of("database", "shop"))),
                Evidence.of(Map.of("a/b", "1")),
                7,
                new TreeMap<>(Map.of("k", "v")),
                List.of(NotIncluded.missed("this", "that")));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(content), SnapshotContent.class))
                .isEqualTo(content);
    }
}
