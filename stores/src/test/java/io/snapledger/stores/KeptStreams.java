package io.snapledger.stores;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Streams in memory, as strict as the real place: no more than may be are open at once, names are used once, only closed ones count. */
public final class KeptStreams {

    private final Map<String, byte[]> kept = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Set<String> open = new HashSet<>();

    public StreamSink sink() {
        return this::begin;
    }

    private synchronized OutputStream begin(String name) {
        if (open.size() == StreamSink.MOST_OPEN || kept.containsKey(name)) {
            throw new IllegalStateException("stream '" + name + "' beside " + open + ", or for a second time");
        }
        open.add(name);
        kept.put(name, null); // in the order of opening
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                end(name, toByteArray());
            }
        };
    }

    private synchronized void end(String name, byte[] bytes) {
        open.remove(name);
        kept.put(name, bytes);
    }

    public Map<String, byte[]> all() {
        return kept;
    }

    public StreamSource source() {
        return name -> new ByteArrayInputStream(bytesOf(name));
    }

    /** A source whose stream ends early, as if it were whole. */
    public StreamSource cut(String stream, int at) {
        return name -> new ByteArrayInputStream(name.equals(stream) ? Arrays.copyOf(bytesOf(name), at) : bytesOf(name));
    }

    /** A source that finds damage in one stream. */
    public StreamSource damaged(String stream, int at) {
        return name -> name.equals(stream)
                ? new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOf(bytesOf(name), at)), new Damage())
                : new ByteArrayInputStream(bytesOf(name));
    }

    /** A source whose stream stalls in its middle until its reader is interrupted. */
    public StreamSource stalled(String stream, CountDownLatch reached) {
        return name -> name.equals(stream)
                ? new SequenceInputStream(
                        new ByteArrayInputStream(Arrays.copyOf(bytesOf(name), bytesOf(name).length / 2)),
                        new Waiting(reached))
                : new ByteArrayInputStream(bytesOf(name));
    }

    /** A source that adds up what is read of it; what is skipped does not count. */
    public StreamSource counting(AtomicLong total) {
        return name -> new FilterInputStream(new ByteArrayInputStream(bytesOf(name))) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                total.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                total.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    private byte[] bytesOf(String name) throws IOException {
        byte[] bytes = kept.get(name);
        if (bytes == null) {
            throw new IOException("no stream '" + name + "'");
        }
        return bytes;
    }

    void put(String name, byte[] bytes) {
        kept.put(name, bytes);
    }

    /** A sink that counts and forgets. */
    public static StreamSink counting(long[] total) {
        return name -> new OutputStream() {
            @Override
            public void write(int b) {
                total[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                total[0] += length;
            }
        };
    }

    private static final class Waiting extends InputStream {

        private final CountDownLatch reached;

        Waiting(CountDownLatch reached) {
            this.reached = reached;
        }

        @Override
        public int read() throws IOException {
            reached.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    private static final class Damage extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("planted damage");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("planted damage");
        }
    }
}
