package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore says of what was there before, and of its target when it failed. */
class RestoreWordsIT {

    @TempDir
    Path work;

    @Test
    void theSafetySnapshotIsNamedMarkedAndNeverTheLatestAndAFailureTellsTheTarget() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Path file = Files.writeString(tree.resolve("file"), "as it was backed up");
        try (Machine machine = new Machine(work).up("--store project=files:" + tree)) {
            String backup = id(machine.said(0, "snapledger backup create --wait"));
            Files.writeString(file, "as an attacker left it");

            String restored = machine.said(0, "snapledger restore create --from latest --overwrite --wait");

            assertThat(file).hasContent("as it was backed up");
            Matcher back = Pattern.compile("what was there before was kept; to go back: (snapledger restore create"
                            + " --from (\\S+) --overwrite)")
                    .matcher(restored);
            assertThat(back.find()).describedAs(restored).isTrue();
            String safety = back.group(2);
            for (String list : List.of("backup", "snapshot")) {
                assertThat(lineOf(safety, machine.said(0, "snapledger " + list + " list")))
                        .contains("safety snapshot of restore r-");
            }
            String hot = "snapledger restore create --from latest --dry-run --to project=" + work + "/beside";
            String cold = "snapledger restore --from ../data/repository --key ../data.recovery-key --dry-run"
                    + " --store project --to project=" + work + "/beside";
            for (String latest : List.of(hot, cold)) {
                assertThat(machine.said(0, latest))
                        .contains(backup + "-")
                        .contains(safety + " is newer, but is the safety snapshot of a restore");
            }

            machine.said(0, back.group(1) + " --wait");
            assertThat(file).hasContent("as an attacker left it");

            damage(backup);
            String failed = machine.said(8, "snapledger restore create --from " + backup + " --overwrite --wait");

            assertThat(failed)
                    .containsPattern("State +failed")
                    .containsPattern("Reason +damaged")
                    .containsPattern("Target +was not changed");
            assertThat(file).hasContent("as an attacker left it");
            assertThat(machine.said(8, cold + " --backup " + backup)).contains("damaged");
        }
    }

    /** The segments of the backup alone: those of the safety snapshots build on them or not. */
    private void damage(String backup) throws Exception {
        try (Stream<Path> objects = Files.walk(work.resolve("data/repository"))) {
            Path segment = objects.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains("/segments/")
                            && path.toString().contains(backup))
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
            segment.toFile().setWritable(true);
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segment, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private static String id(String said) {
        Matcher id = Pattern.compile("(?m)^Backup +(\\d{8}t\\d{6}z-\\w+)$").matcher(said);
        assertThat(id.find()).describedAs(said).isTrue();
        return id.group(1);
    }

    private static String lineOf(String id, String list) {
        return list.lines().filter(line -> line.contains(id)).findFirst().orElseThrow();
    }
}
