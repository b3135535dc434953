package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.snapledger.stores.Evidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files of strangers: read right, or refused within seconds and in bounded memory. */
class RdbReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static Evidence read(byte[] rdb) throws IOException {
        Inventory inventory = new Inventory(Horizon.at(NOW), number -> number);
        RdbInput input = new RdbInput(new ByteArrayInputStream(rdb), 0);
        new RdbReader(input, inventory).readAll();
        input.requireEnd();
        return inventory.evidence();
    }

    @Test
    void theChecksumIsThatOfRedis() {
        Crc64 crc = new Crc64();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9);
        assertThat(crc.value()).isEqualTo(0xe9c6d914c4b8d9caL);
        Crc64 inParts = new Crc64();
        byte[] bytes = new byte[1000];
        new Random(1).nextBytes(bytes);
        crc.reset();
        crc.update(bytes, 0, bytes.length);
        for (int i = 0; i < bytes.length; i += 13) {
            inParts.update(bytes, i, Math.min(13, bytes.length - i));
        }
        assertThat(inParts.value()).isEqualTo(crc.value());
    }

    /** The same values in all encodings that a server may choose have one digest. */
    @Test
    void theEncodingDoesNotMatter() throws IOException {
        byte[] plain = RdbBytes.atValue(1).length(2).text("12").text("ab").ended();
        byte[] ziplist = RdbBytes.atValue(10)
                .string(18, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 0xfe, 12, 3, 2, 'a', 'b', 0xff)
                .ended();
        byte[] quicklist = RdbBytes.atValue(14)
                .length(1)
                .string(18, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 0xfe, 12, 3, 2, 'a', 'b', 0xff)
                .ended();
        byte[] listpack = RdbBytes.atValue(18)
                .length(1)
                .length(2)
                .string(13, 0, 0, 0, 2, 0, 12, 1, 0x82, 'a', 'b', 3, 0xff)
                .ended();
        byte[] node = RdbBytes.atValue(18)
                .length(2)
                .length(1)
                .text("12")
                .length(1)
                .add(0xc3, 3, 2, 1, 'a', 'b') // LZF: two literals
                .ended();

        assertThat(read(ziplist)).isEqualTo(read(plain));
        assertThat(read(quicklist)).isEqualTo(read(plain));
        assertThat(read(listpack)).isEqualTo(read(plain));
        assertThat(read(node)).isEqualTo(read(plain));
        assertThat(read(RdbBytes.atValue(1).length(2).text("ab").text("12").ended()))
                .as("another order")
                .isNotEqualTo(read(plain));
    }

    @Test
    void setsHaveNoOrderAndScoresAreNumbers() throws IOException {
        byte[] intset = RdbBytes.atValue(11)
                .string(2, 0, 0, 0, 2, 0, 0, 0, 0xff, 0xff, 7, 0)
                .ended();
        assertThat(read(RdbBytes.atValue(2).length(2).text("7").text("-1").ended()))
                .isEqualTo(read(intset));
        byte[] packed = RdbBytes.atValue(17)
                .string(13, 0, 0, 0, 2, 0, 0x81, 'm', 2, 3, 1, 0xff, 0)
                .cut();
        assertThatThrownBy(() -> read(packed)).isInstanceOf(MalformedRdb.class);
        byte[] one = RdbBytes.atValue(17)
                .string(12, 0, 0, 0, 2, 0, 0x81, 'm', 2, 3, 1, 0xff)
                .ended();
        byte[] two = RdbBytes.atValue(5)
                .length(1)
                .text("m")
                .add(0, 0, 0, 0, 0, 0, 8, 0x40)
                .ended();
        assertThat(read(one)).isEqualTo(read(two));
    }

    @Test
    void whatIsUnsoundIsRefusedAtOnce() {
        long huge = Long.MAX_VALUE;
        Map<String, byte[]> wrong = new TreeMap<>();
        wrong.put("nothing", new byte[0]);
        wrong.put("another format", "SQLite format 3".getBytes(StandardCharsets.US_ASCII));
        wrong.put("a version of the future", RdbBytes.of("REDIS9999").ended());
        wrong.put(
                "a key before any database",
                RdbBytes.of("REDIS0010").add(0).text("k").text("v").ended());
        wrong.put(
                "one database twice",
                RdbBytes.of("REDIS0010").add(254, 0, 254, 0).ended());
        wrong.put("a string of huge length", RdbBytes.atValue(0).length(huge).ended());
        wrong.put("a string of negative length", RdbBytes.atValue(0).length(-1).ended());
        wrong.put(
                "a name of huge length",
                RdbBytes.of("REDIS0010").add(254, 0, 0).length(huge).ended());
        wrong.put("a list of huge length", RdbBytes.atValue(1).length(huge).ended());
        wrong.put("a list of negative length", RdbBytes.atValue(1).length(-1).ended());
        wrong.put("a stream of huge length", RdbBytes.atValue(21).length(huge).ended());
        wrong.put(
                "compressed from nothing",
                RdbBytes.atValue(0).add(0xc3, 2, 5, 0x20, 9).ended());
        wrong.put(
                "compressed to something longer",
                RdbBytes.atValue(0).add(0xc3, 2, 63, 0, 'a').ended());
        wrong.put(
                "compressed to something shorter",
                RdbBytes.atValue(0).add(0xc3, 3, 1, 1, 'a', 'b').ended());
        wrong.put(
                "compressed huge",
                RdbBytes.atValue(0)
                        .add(0xc3, 3)
                        .length(huge)
                        .add(0, 'a', 0xe0, 255)
                        .ended());
        wrong.put("of unknown encoding", RdbBytes.atValue(0).add(0xc4).ended());
        wrong.put("of unknown type", RdbBytes.atValue(99).text("x").ended());
        wrong.put(
                "of a type that is not of this version",
                RdbBytes.atValue(22).length(0).ended());
        wrong.put(
                "a ziplist whose cells point back",
                RdbBytes.atValue(10)
                        .string(18, 0, 0, 0, 13, 0, 0, 0, 2, 0, 9, 0xfe, 12, 3, 2, 'a', 'b', 0xff)
                        .ended());
        wrong.put(
                "a ziplist whose end points elsewhere",
                RdbBytes.atValue(10)
                        .string(18, 0, 0, 0, 10, 0, 0, 0, 2, 0, 0, 0xfe, 12, 3, 2, 'a', 'b', 0xff)
                        .ended());
        wrong.put(
                "a ziplist without end",
                RdbBytes.atValue(10)
                        .string(12, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0xf2)
                        .ended());
        wrong.put(
                "a listpack of another length",
                RdbBytes.atValue(16).string(99, 0, 0, 0, 0, 0, 0xff).ended());
        wrong.put(
                "a listpack of another number",
                RdbBytes.atValue(20).string(9, 0, 0, 0, 2, 0, 5, 1, 0xff).ended());
        wrong.put(
                "a listpack with a wrong way back",
                RdbBytes.atValue(20).string(9, 0, 0, 0, 1, 0, 5, 7, 0xff).ended());
        wrong.put(
                "a listpack whose text is longer than it",
                RdbBytes.atValue(20)
                        .string(12, 0, 0, 0, 1, 0, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff)
                        .ended());
        wrong.put(
                "a hash with an odd number of cells",
                RdbBytes.atValue(16).string(9, 0, 0, 0, 1, 0, 5, 1, 0xff).ended());
        wrong.put(
                "an intset of another width",
                RdbBytes.atValue(11).string(3, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1).ended());
        wrong.put(
                "an intset out of order",
                RdbBytes.atValue(11).string(2, 0, 0, 0, 2, 0, 0, 0, 7, 0, 7, 0).ended());
        wrong.put(
                "a module of unknown parts",
                RdbBytes.atValue(7).length(1).add(9).ended());
        wrong.put(
                "a module without end",
                RdbBytes.atValue(7).length(1).add(2, 1, 2, 1).cut());
        wrong.put(
                "a library of huge length",
                RdbBytes.of("REDIS0010").add(245).length(huge).ended());
        wrong.put(
                "an attribute of huge length",
                RdbBytes.of("REDIS0010").add(250).length(huge).ended());

        assertThat(wrong)
                .allSatisfy((what, rdb) ->
                        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(() -> read(rdb))
                                .isInstanceOf(MalformedRdb.class)));
    }

    @Test
    void everyCutAndEveryFlippedByteIsRefused() throws IOException {
        byte[] rdb = sample();
        for (int length = 0; length < rdb.length; length += length < 5_000 ? 1 : 997) {
            byte[] cut = Arrays.copyOf(rdb, length);
            assertThatThrownBy(() -> read(cut)).as("cut at %s", length).isInstanceOf(MalformedRdb.class);
        }
        for (int at = 0; at < rdb.length; at += at < 2_000 ? 1 : 9_973) {
            byte[] flipped = rdb.clone();
            flipped[at] ^= 4;
            assertThatThrownBy(() -> read(flipped)).as("flipped at %s", at).isInstanceOf(MalformedRdb.class);
        }
        byte[] longer = Arrays.copyOf(rdb, rdb.length + 1);
        assertThatThrownBy(() -> read(longer)).isInstanceOf(MalformedRdb.class);
    }

    /** Without the checksum, which whoever makes a file can make right. */
    @Test
    void nothingThatAStrangerWritesThereDoesMoreThanBeRefused() throws IOException {
        byte[] rdb = sample();
        Arrays.fill(rdb, rdb.length - 8, rdb.length, (byte) 0);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = rdb.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                changed[random.nextInt(rdb.length - 9)] = (byte) random.nextInt(256);
            }
            Throwable outcome = catchThrowable(() -> read(changed));
            if (outcome != null) {
                assertThat(outcome).isInstanceOf(MalformedRdb.class);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** A small file of a real server. */
    private static byte[] sample() throws IOException {
        Assumptions.assumeTrue(RedisServer.isAvailable(), "no Redis server is installed");
        try (RedisServer server = RedisServer.start("dbfilename dump.rdb")) {
            SampleKeys.fill(server);
            try (TestClient client = server.client()) {
                client.ask("DEL", "long", "list:long", "zeros", "list:large", "hash:large", "zset:large", "set:large");
                client.ask("SELECT", "15");
                client.ask("FLUSHDB");
                client.ask("SAVE");
            }
            return Files.readAllBytes(server.directory().resolve("dump.rdb"));
        }
    }
}
