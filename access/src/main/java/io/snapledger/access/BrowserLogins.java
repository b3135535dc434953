package io.snapledger.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a browser is let in that has no token: an address with a code is opened once, and exchanged for a session. A code that stands in
 * a history, a log or a referrer is worth nothing, since it died when it was used. All is kept in memory: a restart ends every session.
 */
public final class BrowserLogins {

    /** How long a code may wait to be used. */
    public static final Duration CODE_LIVES = Duration.ofMinutes(10);

    /** How long a browser stays logged in. */
    public static final Duration SESSION_LIVES = Duration.ofHours(12);

    private static final int MOST = 1000;
    private static final int BYTES = 32;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> codes = new ConcurrentHashMap<>();
    private final Map<String, Instant> sessions = new ConcurrentHashMap<>();

    public BrowserLogins(InstantSource clock) {
        this.clock = clock;
    }

    /** A new code, good for one use within {@link #CODE_LIVES}. */
    public String code() {
        return issue(codes, CODE_LIVES);
    }

    /** Where a browser opens a code. */
    public static String path(String code) {
        return "/login/" + code;
    }

    /** The session that a code buys; nothing if it was used, is too old, or never was one. */
    public Optional<String> exchange(String code) {
        Instant until = codes.remove(code);
        return until == null || clock.instant().isAfter(until)
                ? Optional.empty()
                : Optional.of(issue(sessions, SESSION_LIVES));
    }

    /** Whether a session is going on. */
    public boolean isOpen(String session) {
        Instant until = sessions.get(session);
        return until != null && clock.instant().isBefore(until);
    }

    private String issue(Map<String, Instant> issued, Duration lives) {
        Instant now = clock.instant();
        issued.values().removeIf(now::isAfter);
        if (issued.size() >= MOST) {
            throw new IllegalStateException(MOST + " are open already; HINT: wait until the first of them has expired");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(secret, now.plus(lives));
        return secret;
    }
}
