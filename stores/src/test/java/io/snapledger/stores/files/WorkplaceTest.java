package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.stores.Aftermath;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange of trees, what a restore that was killed leaves for the next one, and what is told of it. */
class WorkplaceTest {

    @TempDir
    Path scratch;

    private Path target;
    private boolean mounted;

    @BeforeEach
    void fill() throws Exception {
        target = Files.createDirectory(scratch.resolve("target"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            BindMount.unmount(target);
        }
    }

    private void holdOld() throws IOException {
        Files.writeString(target.resolve("old"), "old");
        Files.writeString(target.resolve("both"), "old");
    }

    private void mountTarget() throws Exception {
        mounted = BindMount.bind(Files.createDirectory(scratch.resolve("volume")), target);
        assumeThat(mounted).isTrue();
    }

    private static Workplace make(TargetPlace place, String id) throws IOException {
        Workplace workplace = Workplace.make(place, id);
        Files.writeString(workplace.path().resolve("new"), "new");
        Files.writeString(workplace.path().resolve("both"), "new");
        return workplace;
    }

    private void assertIsNew() {
        assertThat(target.resolve("old")).doesNotExist();
        assertThat(target.resolve("new")).hasContent("new");
        assertThat(target.resolve("both")).hasContent("new");
    }

    private void assertIsOld() {
        assertThat(target.resolve("old")).hasContent("old");
        assertThat(target.resolve("both")).hasContent("old");
        assertThat(target.resolve("new")).doesNotExist();
    }

    private void assertNothingLeft() throws IOException {
        try (var all = Files.walk(scratch)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(Workplace.PREFIX));
        }
    }

    private Aftermath aftermath(String id) {
        return new FilesAftermath(target, List.of(), id, Optional.empty()).look();
    }

    private void clearLeftovers() throws Exception {
        try (TargetPlace place = TargetPlace.open(target)) {
            for (Leftover leftover : Leftover.of(place)) {
                leftover.clear();
            }
        }
    }

    @Test
    void anOrdinaryDirectoryIsExchangedInOneStep() throws Exception {
        holdOld();
        try (TargetPlace place = TargetPlace.make(target);
                Workplace workplace = make(place, "r")) {
            assertThat(place.isInside()).isFalse();
            workplace.exchange();
            workplace.remove();
        }
        assertIsNew();
        assertNothingLeft();
    }

    @Test
    void aTargetThatIsNotThereIsMadeWithWhatIsAboveIt() throws Exception {
        target = scratch.resolve("a/b/c");
        try (TargetPlace place = TargetPlace.make(target);
                Workplace workplace = make(place, "r")) {
            workplace.exchange();
            workplace.remove();
        }
        assertIsNew();
        assertNothingLeft();
    }

    @Test
    void inAMountPointTheEntriesAreExchangedAlsoInABindMountOfTheSameFileSystem() throws Exception {
        mountTarget();
        holdOld();
        Files.createDirectory(target.resolve("lost+found"));
        try (TargetPlace place = TargetPlace.make(target);
                Workplace workplace = make(place, "r")) {
            assertThat(place.isInside()).isTrue();
            workplace.exchange();
            workplace.remove();
        }
        assertIsNew();
        assertThat(target.resolve("lost+found")).isDirectory();
        assertNothingLeft();
    }

    @Test
    void inAMountPointEveryStepThatIsKilledIsTakenBack() throws Exception {
        mountTarget();
        for (int killedAfter = 0; killedAfter <= 2; killedAfter++) {
            holdOld();
            try (TargetPlace place = TargetPlace.make(target);
                    Workplace workplace = make(place, "r")) {
                assertThat(workplace.planned()).hasSize(3);
                Path tree = workplace.path();
                if (killedAfter >= 1) {
                    Files.move(target.resolve("both"), scratch.resolve("volume/.swap"));
                    Files.move(tree.resolve("both"), target.resolve("both"));
                    Files.move(target.resolve(".swap"), tree.resolve("both"));
                }
                if (killedAfter >= 2) {
                    Files.move(tree.resolve("new"), target.resolve("new"));
                }
            }
            assertThat(aftermath("r").change())
                    .isEqualTo(killedAfter == 0 ? Aftermath.Change.NONE : Aftermath.Change.CHANGED);
            clearLeftovers();
            assertIsOld();
            assertNothingLeft();
        }
    }

    @Test
    void whatAKilledRestoreLeftIsToldAndRemovedByTheNextOneWhateverItsId() throws Exception {
        holdOld();
        try (TargetPlace place = TargetPlace.make(target);
                Workplace killed = make(place, "r-1")) {
            assertThat(killed.path()).isDirectory();
        }
        Aftermath told = aftermath("r-1");
        assertThat(told.change()).isEqualTo(Aftermath.Change.NONE);
        assertThat(told.left())
                .hasSize(1)
                .first()
                .asString()
                .contains("restore r-1", "the next restore into '" + target);
        assertThat(aftermath("r-2").left()).hasSize(1);

        clearLeftovers();

        assertIsOld();
        assertNothingLeft();
    }

    @Test
    void anExchangeThatWasKilledBeforeItTidiedUpIsToldAsAChange() throws Exception {
        holdOld();
        try (TargetPlace place = TargetPlace.make(target);
                Workplace killed = make(place, "r")) {
            killed.exchange();
        }
        assertThat(aftermath("r").change()).isEqualTo(Aftermath.Change.CHANGED);
        assertThat(aftermath("r").changed()).first().asString().contains("what was there before is in");
        clearLeftovers();
        assertIsNew();
        assertNothingLeft();
    }

    @Test
    void whatALivingRestoreWorksInIsLeftAlone() throws Exception {
        try (TargetPlace place = TargetPlace.make(target);
                Workplace living = make(place, "r-1")) {
            assertThatThrownBy(this::clearLeftovers)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("restore r-1")
                    .hasMessageContaining("at work");
            assertThat(living.path().resolve("new")).exists();
        }
    }

    @Test
    void whatOnlyLooksLikeOursAndWhatBelongsToAnotherTargetIsLeftAlone() throws Exception {
        Path lookalike = Files.createDirectory(scratch.resolve(Workplace.PREFIX + "mine"));
        Files.writeString(lookalike.resolve("restore"), "a diary\n");
        Path other = scratch.resolve("other");
        try (TargetPlace place = TargetPlace.make(other);
                Workplace ofAnother = make(place, "r")) {
            assertThat(ofAnother.path()).isDirectory();
        }
        clearLeftovers();
        assertThat(lookalike.resolve("restore")).exists();
        try (var all = Files.list(scratch)) {
            assertThat(all.filter(path -> path.getFileName().toString().startsWith(Workplace.PREFIX)))
                    .hasSize(2);
        }
    }

    @Test
    void aDirectoryThatSomebodyPutsInThePlaceOfTheTreeIsNeverTakenForIt() throws Exception {
        try (TargetPlace place = TargetPlace.make(target);
                Workplace workplace = make(place, "r")) {
            Files.move(workplace.path(), scratch.resolve("stolen"));
            Files.createDirectory(workplace.path());
            assertThatThrownBy(workplace::exchange).isInstanceOf(IOException.class);
        }
        assertThat(List.of(target.toFile().list())).isEmpty();
    }

    @Test
    void aRemovalFollowsNoLinkAndGoesIntoNoMount() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "1");
        Path tree = Files.createDirectories(scratch.resolve("tree/below"));
        Files.createSymbolicLink(tree.resolve("door"), outside);
        Path place = Files.createDirectory(tree.resolve("mounted"));
        assumeThat(BindMount.bind(outside, place)).isTrue();
        try (Directory above = Directory.open(scratch)) {
            assertThatThrownBy(() -> TreeRemoval.of(above, ByteName.of("tree"))).hasMessageContaining("mounted");
            BindMount.unmount(place);
            TreeRemoval.of(above, ByteName.of("tree"));
        }
        assertThat(scratch.resolve("tree")).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }
}
