package io.snapledger.posix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;

/** Bytes as text that can be read and turned back, see {@link ByteName#text}. */
final class ByteText {

    private ByteText() {}

    static boolean isUtf8(byte[] bytes) {
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true)
                .isUnderflow();
    }

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (in.hasRemaining()) {
            boolean bad = decoder.reset().decode(in, out, true).isError();
            append(text, out.flip());
            out.clear();
            if (bad) {
                text.append(escaped(in.get()));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, CharBuffer decoded) {
        decoded.codePoints().forEach(character -> {
            if (isPlain(character)) {
                text.appendCodePoint(character);
            } else {
                for (byte each : Character.toString(character).getBytes(UTF_8)) {
                    text.append(escaped(each));
                }
            }
        });
    }

    /** What neither leaves the line nor moves what is around it; ranges of Unicode that do not grow from version to version. */
    private static boolean isPlain(int character) {
        boolean control = character < 0x20 || character >= 0x7f && character <= 0x9f;
        boolean turnsDirection = character == 0x061c
                || character == 0x200e
                || character == 0x200f
                || character >= 0x202a && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069;
        boolean endsLine = character == 0x2028 || character == 0x2029;
        return !control && !turnsDirection && !endsLine && character != '\\';
    }

    private static String escaped(byte each) {
        return String.format("\\x%02X", each & 0xff);
    }

    static byte[] parse(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
            bytes.writeBytes(text.substring(from, at).getBytes(UTF_8));
            bytes.write(unescaped(text, at));
            from = at + 4;
        }
        bytes.writeBytes(text.substring(from).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static int unescaped(String text, int at) {
        if (at + 4 <= text.length() && text.charAt(at + 1) == 'x') {
            int high = Character.digit(text.charAt(at + 2), 16);
            int low = Character.digit(text.charAt(at + 3), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' has a backslash without xHH behind it; HINT: a backslash is written as \\x5C");
    }
}
