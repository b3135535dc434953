package io.snapledger.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what an event can bring about knows every event, and tells strangers' rights as they are. */
class TrustTableTest {

    private static final Path DOCUMENT = Path.of("../docs/trust.md");

    @Test
    void everyEventHasItsRowAndNoOther() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(EventType.values()).map(EventType::topic).toList());
    }

    @Test
    void strangersCanBringAboutSomethingOnlyWithWhatIsOpenToThem() throws IOException {
        Map<String, List<String>> rows = rows();
        for (EventType type : EventType.values()) {
            boolean nothing = rows.get(type.topic()).get(1).equals("nothing");
            assertThat(nothing).as(type.topic()).isEqualTo(!type.isOpenToPlatforms());
        }
    }

    /** By event: who writes it, what strangers can do, what a service could do. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| `")) {
                List<String> cells =
                        Stream.of(line.split("\\|")).map(String::strip).toList();
                rows.put(cells.get(1).replace("`", ""), cells.subList(2, cells.size()));
            }
        }
        return rows;
    }
}
