package io.snapledger.stores.etcd;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;

/** Says what a member's refusals and broken connections mean. Nothing of a secret is in it, whatever the member says. */
record Failures(EtcdOptions options, TimeLeft time, List<String> secrets) {

    private static final int LONGEST = 200;

    /** Words of a refusal, to what they mean. */
    private static final Map<Reason, List<String>> MEANINGS = Map.of(
            Reason.ACCESS_DENIED,
                    List.of(
                            "authentication failed",
                            "user name is empty",
                            "permission denied",
                            "auth token",
                            "user name not found"),
            Reason.NO_SPACE, List.of("database space exceeded"),
            Reason.UNSTABLE, List.of("has been compacted"),
            Reason.UNREACHABLE,
                    List.of(
                            "no leader",
                            "timed out",
                            "leader changed",
                            "too many requests",
                            "unhealthy",
                            "not leader",
                            "server stopped",
                            "learner"),
            Reason.BLOCKED, List.of("request is too large", "too many operations"));

    private static final Map<Reason, String> HINTS = Map.of(
            Reason.ACCESS_DENIED, "give username and password of a user with the role root",
            Reason.NO_SPACE, "make room there (compact, defragment, --quota-backend-bytes), and disarm the alarm",
            Reason.UNSTABLE, "it compacts faster than it can be read; try again",
            Reason.UNREACHABLE, "try again when the cluster is healthy",
            Reason.BLOCKED, "let the cluster take larger requests (--max-request-bytes, --max-txn-ops)");

    @Override
    public String toString() {
        return "Failures[" + options.address() + "]";
    }

    /** The member's words, as far as they can be shown. */
    String shown(String text) {
        String safe = text;
        for (String secret : secrets) {
            safe = secret.isEmpty() ? safe : safe.replace(secret, "***");
        }
        String printable = safe.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > LONGEST ? printable.substring(0, LONGEST) + "..." : printable;
    }

    /** A refusal. */
    StoreException refused(String asked, String words) {
        Reason reason = MEANINGS.entrySet().stream()
                .filter(meaning -> meaning.getValue().stream().anyMatch(words::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Reason.TOOL_FAILED);
        return new StoreException(
                reason,
                "the member at " + options.address() + " refuses " + asked
                        + options.username().map(name -> " to '" + name + "'").orElse("") + ": " + shown(words),
                HINTS.getOrDefault(reason, "look at its log"));
    }

    StoreException strange(String fact, Exception cause) {
        return new StoreException(
                Reason.UNREACHABLE,
                "what answers at " + options.address() + " does not speak as etcd 3.4 or newer: " + fact,
                "look at host, port and tls",
                cause);
    }

    StoreException broken(IOException e) {
        if (e instanceof Carried carried) {
            return carried.failure();
        }
        if (time.isOver()) {
            return time.passed();
        }
        if (e instanceof SocketTimeoutException) {
            return new StoreException(
                    Reason.UNREACHABLE,
                    "the member at " + options.address() + " did not answer for "
                            + options.timeout().toSeconds() + " s",
                    "look at the member, or give it more (option timeout)",
                    e);
        }
        return new StoreException(
                Reason.UNREACHABLE,
                "the member at " + options.address() + " cannot be reached: " + shown(String.valueOf(e.getMessage())),
                "look whether it runs and listens there, with or without TLS as the options say",
                e);
    }
}
