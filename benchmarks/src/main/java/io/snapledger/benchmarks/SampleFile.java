package io.snapledger.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A file that is partly worth compressing. */
final class SampleFile {

    private SampleFile() {}

    /** A third prose-like, a third lines of a table, a third random: the same bytes for the same size. */
    static void write(Path file, int megabytes) throws IOException {
        Random random = new Random(1);
        String[] words = new String[4096];
        for (int i = 0; i < words.length; i++) {
            words[i] = Long.toString(random.nextLong() & 0xfffffffL, 36);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] noise = new byte[1_000_000];
            for (int i = 0; i < megabytes; i++) {
                if (i % 3 == 2) {
                    random.nextBytes(noise);
                    out.write(noise);
                } else {
                    StringBuilder text = new StringBuilder(1_000_020);
                    while (text.length() < 1_000_000) {
                        if (i % 3 == 0) {
                            text.append(words[random.nextInt(words.length)]).append(' ');
                        } else {
                            text.append(i)
                                    .append('\t')
                                    .append(random.nextInt(1000))
                                    .append("\tcustomer\t2026-01-01\n");
                        }
                    }
                    out.write(text.substring(0, 1_000_000).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
