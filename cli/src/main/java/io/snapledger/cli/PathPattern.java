package io.snapledger.cli;

import java.util.regex.Pattern;

/** Patterns of paths: {@code *} any characters but a slash, {@code **} any, {@code ?} one that is no slash. */
final class PathPattern {

    private PathPattern() {}

    /** Without a slash it is the pattern of the last name, in whatever directory. */
    static Pattern of(String pattern) {
        StringBuilder regex = new StringBuilder(pattern.contains("/") ? "" : "(.*/)?");
        String relative = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        for (int i = 0; i < relative.length(); i++) {
            char each = relative.charAt(i);
            if (each == '*' && i + 1 < relative.length() && relative.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (each == '*') {
                regex.append("[^/]*");
            } else if (each == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(each)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
