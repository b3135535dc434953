package io.snapledger.repository.write;

import io.snapledger.repository.format.SegmentFormat;

/** Puts the chunks in order: refers to those that are known, stores the others. One thread, the one that calls the sink. */
final class SegmentStage implements Pipeline.Stage {

    /** What is left to do once every batch has passed. */
    interface Ending {
        void run() throws Exception;
    }

    private final Pipeline pipeline;
    private final SegmentAssembler assembler;
    private final OwnChunks own;
    private final UsedOwners owners;
    private final Counters counters;
    private final Batch end;
    private final Ending ending;

    SegmentStage(
            Pipeline pipeline,
            SegmentAssembler assembler,
            OwnChunks own,
            UsedOwners owners,
            Counters counters,
            Batch end,
            Ending ending) {
        this.pipeline = pipeline;
        this.assembler = assembler;
        this.own = own;
        this.owners = owners;
        this.counters = counters;
        this.end = end;
        this.ending = ending;
    }

    @Override
    public void take(Batch batch) throws Exception {
        if (batch == end) {
            ending.run();
            return;
        }
        batch.awaitWorked();
        for (int chunk = 0; chunk < batch.chunks; chunk++) {
            place(batch, chunk);
        }
        if (batch.letGo()) {
            pipeline.giveBack(batch);
        }
    }

    private void place(Batch batch, int chunk) throws Exception {
        long location = batch.known[chunk];
        if (location == Location.NONE) { // a batch just before may have brought the same chunk
            location = own.find(batch.idPart(chunk, 0), batch.idPart(chunk, 1));
        }
        if (location == Location.NONE) {
            location = store(batch, chunk);
        } else {
            counters.chunksKnown.incrementAndGet();
            counters.known.addAndGet(batch.ends[chunk] - batch.start(chunk));
        }
        int owner = owners.use(Location.owner(location), Location.segment(location));
        batch.stream.runs.add(owner, Location.segment(location), Location.chunk(location));
    }

    private long store(Batch batch, int chunk) throws Exception {
        byte codec = batch.codecs[chunk];
        int number = assembler.append(
                codec == SegmentFormat.ZSTD ? batch.packed : batch.data,
                batch.packedOffsets[chunk],
                batch.packedLengths[chunk],
                batch.ids,
                chunk * SegmentFormat.ID,
                batch.ends[chunk] - batch.start(chunk),
                codec);
        long location = Location.of(0, assembler.number(), number);
        own.add(batch.idPart(chunk, 0), batch.idPart(chunk, 1), location);
        return location;
    }
}
