package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * What the refs of a repository say, read from the bytes of their files alone. Packed refs stay bytes, since there may be
 * hundreds of thousands.
 *
 * @see <a href="https://git-scm.com/docs/gitrepository-layout">gitrepository-layout</a>
 */
final class Refs {

    /** With more refs than that, evidence has their number and one digest. */
    static final int MOST_FACTS = 10_000;

    private static final String SYMBOLIC = "ref: ";
    private static final int LONGEST_NAME = 1024;
    private static final int MOST_STEPS = 5;
    private static final int MOST_BROKEN = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern NAME =
            Pattern.compile("refs(/(?!\\.)[^\\x00-\\x20\\x7f~^:?*\\[\\\\/\\uFFFD]+(?<!\\.lock))+");

    private final String head;
    private final byte[] packed;
    private final SortedMap<String, String> loose = new TreeMap<>();
    private final SortedMap<String, String> symbolic = new TreeMap<>();
    private final SortedMap<String, String> broken = new TreeMap<>();

    /** @param loose name to content */
    Refs(byte[] head, byte[] packed, SortedMap<String, byte[]> loose) {
        this.head = text(head);
        this.packed = packed;
        loose.forEach((name, content) -> read(name, text(content)));
        eachPacked((name, id) -> {
            if (!isName(name) || !isId(id)) {
                tell(name, "as packed-refs has it");
            }
        });
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).strip();
    }

    private void read(String name, String content) {
        if (!isName(name)) {
            tell(name, "no ref can have this name");
        } else if (isId(content)) {
            loose.put(name, content);
        } else if (content.startsWith(SYMBOLIC) && isName(target(content))) {
            symbolic.put(name, target(content));
        } else {
            tell(name, content.isEmpty() ? "its file is empty" : "its file holds neither an id nor a ref");
        }
    }

    private static String target(String content) {
        return content.substring(SYMBOLIC.length()).strip();
    }

    private void tell(String name, String why) {
        if (broken.size() < MOST_BROKEN) {
            broken.put(name, why);
        }
    }

    /** The rules of git-check-ref-format(1), for names below {@code refs/}. */
    static boolean isName(String name) {
        return name.length() <= LONGEST_NAME
                && NAME.matcher(name).matches()
                && !name.contains("..")
                && !name.contains("@{")
                && !name.endsWith(".");
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether the content of a file HEAD is one of a repository: a ref or an id. */
    static boolean isHead(byte[] content) {
        String head = text(content);
        return isId(head) || (head.startsWith(SYMBOLIC) && isName(target(head)));
    }

    /** HEAD as it is written. */
    String head() {
        return head;
    }

    /** The commit that HEAD leads to; empty if there is none yet. */
    String headId() {
        if (!head.startsWith(SYMBOLIC)) {
            return head;
        }
        String branch = target(head);
        String[] id = {""};
        each((name, its) -> id[0] = name.equals(branch) ? its : id[0]);
        return id[0];
    }

    /** What stands where a ref should, and why it is none; the first hundred of them. */
    SortedMap<String, String> broken() {
        return broken;
    }

    /** Every ref with its id, in no order; one that only leads to another has the other's, if that is there. */
    void each(BiConsumer<String, String> ref) {
        Map<String, String> wanted = new HashMap<>();
        symbolic.keySet().forEach(name -> wanted.put(end(name), ""));
        BiConsumer<String, String> told = (name, id) -> {
            wanted.computeIfPresent(name, (wantedName, before) -> id);
            ref.accept(name, id);
        };
        eachPacked((name, id) -> {
            boolean counts = !loose.containsKey(name) && !symbolic.containsKey(name) && !broken.containsKey(name);
            if (counts && isId(id) && isName(name)) {
                told.accept(name, id);
            }
        });
        loose.forEach(told);
        symbolic.keySet().forEach(name -> {
            String id = wanted.get(end(name));
            if (!id.isEmpty()) {
                ref.accept(name, id);
            }
        });
    }

    private String end(String name) {
        String end = name;
        for (int i = 0; i < MOST_STEPS && symbolic.containsKey(end); i++) {
            end = symbolic.get(end);
        }
        return end;
    }

    /** Lines are {@code id name}; {@code #} begins a comment, {@code ^} what the tag before leads to. */
    private void eachPacked(BiConsumer<String, String> line) {
        for (int begin = 0; begin < packed.length; ) {
            int end = begin;
            while (end < packed.length && packed[end] != '\n') {
                end++;
            }
            if (end > begin && packed[begin] != '#' && packed[begin] != '^') {
                int length = Math.min(end - begin, LONGEST_NAME + 128);
                String text = new String(packed, begin, length, StandardCharsets.UTF_8);
                int space = Math.max(0, text.indexOf(' '));
                line.accept(text.substring(space).strip(), text.substring(0, space));
            }
            begin = end + 1;
        }
    }

    /** For the evidence: each ref, or of very many their number and a digest that needs no order. */
    SortedMap<String, String> facts(String gitDirectory) {
        SortedMap<String, String> facts = new TreeMap<>();
        long[] count = {0};
        BigInteger[] sum = {BigInteger.ZERO};
        each((name, id) -> {
            count[0]++;
            if (count[0] <= MOST_FACTS) {
                facts.put(Evidence.path("repository", gitDirectory, name), id);
            }
        });
        if (count[0] > MOST_FACTS) {
            facts.clear();
            each((name, id) -> sum[0] = sum[0].add(number(id + " " + name)));
            facts.put(Evidence.path("repository", gitDirectory, "refs"), Long.toString(count[0]));
            facts.put(
                    Evidence.path("repository", gitDirectory, "digest"),
                    sum[0].mod(BigInteger.ONE.shiftLeft(256)).toString(16));
        }
        facts.put(Evidence.path("repository", gitDirectory, "HEAD"), head);
        return facts;
    }

    private static BigInteger number(String line) {
        try {
            return new BigInteger(
                    1, MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
