package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange of trees, and what a try that was killed at any of its steps leaves for the next one. */
class PlacementTest {

    @TempDir
    Path scratch;

    private Path target;

    @BeforeEach
    void fill() throws IOException {
        target = Files.createDirectory(scratch.resolve("target"));
        Files.writeString(target.resolve("old"), "old");
        Files.writeString(target.resolve("both"), "old");
        Files.createDirectory(target.resolve("lost+found"));
    }

    private static void make(Placement placement) throws IOException {
        placement.make();
        Files.writeString(placement.staging().resolve("new"), "new");
        Files.writeString(placement.staging().resolve("both"), "new");
    }

    private void assertIsNew() {
        assertThat(target.resolve("old")).doesNotExist();
        assertThat(target.resolve("new")).hasContent("new");
        assertThat(target.resolve("both")).hasContent("new");
    }

    private void assertIsOld() throws IOException {
        assertThat(target.resolve("old")).hasContent("old");
        assertThat(target.resolve("both")).hasContent("old");
        assertThat(target.resolve("new")).doesNotExist();
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (var all = Files.walk(scratch)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(TreeWalk.OWN_PREFIX));
        }
    }

    @Test
    void anOrdinaryDirectoryIsExchangedByRenames() throws IOException {
        Placement placement = Placement.of(target, "r");
        assertThat(placement).isInstanceOf(Placement.Beside.class);
        make(placement);
        placement.exchange();
        assertIsNew();
        assertNothingLeft();
    }

    @Test
    void aTargetThatIsNotThereIsMadeWithItsParents() throws IOException {
        Path deep = scratch.resolve("a/b/c");
        Placement placement = Placement.of(deep, "r");
        make(placement);
        placement.exchange();
        assertThat(deep.resolve("new")).hasContent("new");
        assertNothingLeft();
    }

    @Test
    void killedBetweenTheTwoRenamesTheOldTreeComesBack() throws IOException {
        Placement.Beside placement = new Placement.Beside(target, "r");
        make(placement);
        Files.move(target, placement.old());
        placement.wipe();
        assertIsOld();
    }

    @Test
    void killedAfterTheRenamesTheOldTreeIsRemoved() throws IOException {
        Placement.Beside placement = new Placement.Beside(target, "r");
        make(placement);
        Files.move(target, placement.old());
        Files.move(placement.staging(), target);
        placement.wipe();
        assertIsNew();
        assertNothingLeft();
    }

    @Test
    void inAMountPointTheEntriesAreExchanged() throws IOException {
        Placement placement = new Placement.Inside(target, "r");
        make(placement);
        placement.exchange();
        assertIsNew();
        assertThat(target.resolve("lost+found")).isDirectory();
        assertNothingLeft();
    }

    @Test
    void inAMountPointEveryStepThatIsKilledIsTakenBack() throws IOException {
        for (int killedAfter = 0; killedAfter <= 4; killedAfter++) {
            Placement.Inside placement = new Placement.Inside(target, "r");
            make(placement);
            stepsOfAnExchange(placement, killedAfter);
            placement.wipe();
            assertIsOld();
        }
    }

    @Test
    void inAMountPointATakingBackThatIsKilledLosesNothing() throws IOException {
        Placement.Inside placement = new Placement.Inside(target, "r");
        make(placement);
        stepsOfAnExchange(placement, 4);
        Files.delete(target.resolve("new")); // a wipe that was killed after its first two steps
        Files.delete(placement.movingUp());
        Files.move(placement.old().resolve("old"), target.resolve("old"));
        placement.wipe();
        assertIsOld();
    }

    private void stepsOfAnExchange(Placement.Inside placement, int steps) throws IOException {
        if (steps >= 1) {
            Files.createDirectory(placement.old());
        }
        if (steps >= 2) {
            Files.move(target.resolve("old"), placement.old().resolve("old"));
        }
        if (steps >= 3) {
            Files.move(target.resolve("both"), placement.old().resolve("both"));
            Files.createFile(placement.movingUp());
        }
        if (steps >= 4) {
            Files.move(placement.staging().resolve("new"), target.resolve("new"));
        }
    }
}
