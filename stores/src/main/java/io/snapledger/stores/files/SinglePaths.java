package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Some paths of a tree, each with all below it. Directories on the way that the target lacks are made as they were in the snapshot; those
 * that it has stay as they are, as does everything beside.
 */
final class SinglePaths implements Scope {

    private final TreePart part;
    private final TreeSelection selection;
    private final StreamSource source;
    private final LongConsumer progress;
    private List<Slot> slots = List.of();

    /** @param progress is told the bytes of the archive read so far */
    SinglePaths(TreePart part, TreeSelection selection, StreamSource source, LongConsumer progress) {
        this.part = part;
        this.selection = selection;
        this.source = source;
        this.progress = progress;
    }

    @Override
    public RequiredSpace space() {
        return RequiredSpace.of(part);
    }

    @Override
    public Evidence evidence() {
        return part.expected();
    }

    @Override
    public void extract(TargetPlace place, TarExtraction extraction)
            throws StoreException, IOException, InterruptedException {
        slots = Slot.of(place.openTarget(), selection);
        makeDirectoriesAbove(extraction);
        try (ArchivePlaces archive = new ArchivePlaces(source, progress)) {
            new PartExtraction(part, archive, extraction).run();
        }
        extraction.finish();
    }

    private void makeDirectoriesAbove(TarExtraction extraction) throws IOException {
        TreeSelection made = new TreeSelection(slots.stream().map(Slot::path).toList());
        for (Map.Entry<BytePath, Attributes> directory : part.above().entrySet()) {
            if (made.holds(directory.getKey())) {
                extraction.directory(directory.getKey(), directory.getValue());
            }
        }
    }

    @Override
    public void exchange(TargetPlace place, Workplace workplace) throws StoreException, IOException {
        if (!Slot.of(place.openTarget(), selection).equals(slots)) {
            throw new StoreException(
                    Reason.NOT_FRESH,
                    "while paths of '" + place.target() + "' were restored, somebody made or removed some there",
                    "restore again");
        }
        workplace.exchange(slots);
    }
}
