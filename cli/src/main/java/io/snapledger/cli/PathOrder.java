package io.snapledger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.posix.ByteName;
import java.util.Arrays;
import java.util.Comparator;

/** The order in which a tree is walked: name by name, each by its bytes; a directory before what is in it. */
final class PathOrder implements Comparator<String> {

    @Override
    public int compare(String one, String other) {
        String[] names = one.split("/", -1);
        String[] others = other.split("/", -1);
        for (int i = 0; i < Math.min(names.length, others.length); i++) {
            int order = Arrays.compareUnsigned(bytes(names[i]), bytes(others[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(names.length, others.length);
    }

    /** As an engine may have escaped them. */
    private static byte[] bytes(String name) {
        try {
            return name.indexOf('\\') < 0
                    ? name.getBytes(UTF_8)
                    : ByteName.parse(name).bytes();
        } catch (IllegalArgumentException e) {
            return name.getBytes(UTF_8);
        }
    }
}
