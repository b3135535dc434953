package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;

/** Says what a server's refusals and broken connections mean. Nothing of the secret is in it, whatever the server says. */
record Failures(RedisOptions options, String secret) {

    private static final int LONGEST = 200;

    @Override
    public String toString() {
        return "Failures[" + options.address() + "]";
    }

    /** The server's words, as far as they can be shown. */
    String shown(String text) {
        String safe = secret.isEmpty() ? text : text.replace(secret, "***");
        String printable = safe.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > LONGEST ? printable.substring(0, LONGEST) + "..." : printable;
    }

    StoreException broken(IOException e, TimeLeft time) {
        if (e instanceof Carried carried) {
            return carried.failure();
        }
        if (time.isOver()) {
            return time.passed();
        }
        if (e instanceof RespReader.Malformed) {
            return new StoreException(
                    Reason.UNREACHABLE,
                    "what answers at " + options.address() + " does not speak Redis' protocol: " + e.getMessage(),
                    "look at host, port and tls",
                    e);
        }
        return new StoreException(
                Reason.UNREACHABLE,
                "the server at " + options.address() + " cannot be reached: " + shown(String.valueOf(e.getMessage())),
                "look whether it runs and listens there",
                e);
    }

    StoreException ofAuthentication(Reply.Refusal refusal) {
        return new StoreException(
                Reason.ACCESS_DENIED,
                "the server at " + options.address() + " refuses the credentials"
                        + options.username().map(name -> " of '" + name + "'").orElse("") + ": "
                        + shown(refusal.text()),
                "look at username and password");
    }

    /** @param command the first word of what was asked */
    StoreException of(String command, Reply.Refusal refusal) {
        String fact = "the server at " + options.address() + " refuses " + command + ": " + shown(refusal.text());
        return switch (refusal.code()) {
            case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED" ->
                new StoreException(Reason.ACCESS_DENIED, fact, "give a username and password that may do it");
            case "LOADING", "MASTERDOWN", "NOMASTERLINK", "BUSY", "TRYAGAIN" ->
                new StoreException(Reason.UNREACHABLE, fact, "try again when the server is ready");
            case "OOM" -> new StoreException(Reason.NO_SPACE, fact, "give the server more memory (maxmemory)");
            case "BUSYKEY" ->
                new StoreException(
                        Reason.UNSTABLE, fact, "somebody writes to the target; stop what does, and try again");
            case "READONLY" -> new StoreException(Reason.BLOCKED, fact, "restore into its master");
            case "EXECABORT" -> new StoreException(Reason.ACCESS_DENIED, fact, "look at the rights of the user");
            default -> new StoreException(Reason.TOOL_FAILED, fact, "");
        };
    }
}
