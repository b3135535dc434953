package io.snapledger.events.http;

import io.snapledger.events.MalformedEventException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Header values as the CloudEvents HTTP binding 1.0.2, section 3.1.3.2, has them: percent-encoded UTF-8, maybe quoted. */
final class HeaderValue {

    private HeaderValue() {}

    static String decode(String header) throws MalformedEventException {
        return percentDecoded(unquoted(header.strip()));
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static String percentDecoded(String value) throws MalformedEventException {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                bytes.write(hexPair(value, i));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(value, "is not percent-encoded UTF-8");
        }
    }

    private static int hexPair(String value, int percent) throws MalformedEventException {
        int high = percent + 2 < value.length() ? Character.digit(value.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < value.length() ? Character.digit(value.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw invalid(value, "has a % that is not followed by two hexadecimal digits; send % as %25");
        }
        return high << 4 | low;
    }

    private static MalformedEventException invalid(String value, String fact) {
        return new MalformedEventException("invalid-attribute", "header value '" + shown(value) + "' " + fact);
    }

    static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }
}
