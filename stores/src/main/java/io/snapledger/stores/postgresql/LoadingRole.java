package io.snapledger.stores.postgresql;

import io.snapledger.settings.Secret;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The role as which a superuser's restore makes what may reach code that is stored in the restored databases. It may log in and pass row
 * level security, is a member of nothing, and is dropped before the databases take their names.
 *
 * @param verifier what the server keeps of the password
 */
record LoadingRole(String name, Secret password, String verifier) {

    private static final int QUIET_POLLS = 2;
    private static final int MOST_POLLS = 200;
    private static final long POLL_MILLIS = 50;

    private static final int ITERATIONS = 4096; // as PostgreSQL's own (scram-common.h)

    private static final String PREFIX = "snapledger_load_";

    static String nameFor(String restoreId) {
        return PREFIX + Database.digest(restoreId).substring(0, 10);
    }

    /**
     * Makes it, in place of what an earlier try left.
     *
     * @param until when its password ends
     */
    static LoadingRole create(Sql superuser, String restoreId, Instant until) throws SQLException {
        String name = nameFor(restoreId);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String verifier = verifier(password);
        drop(superuser, name);
        superuser.run("create role " + Sql.name(name)
                + " login nosuperuser nocreatedb nocreaterole noreplication noinherit bypassrls password "
                + Sql.literal(verifier) + " valid until " + Sql.literal(until.toString()));
        return new LoadingRole(name, Secret.literal(password), verifier);
    }

    void letIn(Sql superuser) throws SQLException {
        superuser.run("alter role " + Sql.name(name) + " login");
    }

    /**
     * Ends its sessions and lets it in no more. A role may change its own password, and so may code that runs as it: whoever waits outside could then
     * log in and do as a client what the code may not do.
     *
     * @throws StoreException {@code BLOCKED}: its password was changed
     */
    void shutOut(Sql superuser) throws SQLException, StoreException, InterruptedException {
        superuser.run("alter role " + Sql.name(name) + " nologin");
        int quiet = 0;
        for (int i = 0; i < MOST_POLLS && quiet < QUIET_POLLS; i++) {
            boolean isQuiet = superuser
                    .rows("select pg_terminate_backend(pid) from pg_stat_activity where usename = ?", name)
                    .isEmpty();
            quiet = isQuiet ? quiet + 1 : 0;
            Thread.sleep(POLL_MILLIS);
        }
        boolean isOurs = superuser
                .first("select rolpassword from pg_authid where rolname = ?", name)
                .orElse("")
                .equals(verifier);
        if (!isOurs || quiet < QUIET_POLLS) {
            throw new StoreException(
                    Reason.BLOCKED,
                    "code stored in the database changed the password of role '" + name
                            + "', or keeps a session of it, while the database is being restored",
                    "look at what the owner of the database stored there; the target was left as it was");
        }
    }

    void drop(Sql superuser) throws SQLException {
        drop(superuser, name);
    }

    static boolean isOne(String role) {
        return role.startsWith(PREFIX);
    }

    /** Drops it, if it is there, with the rights that it has outside of databases; those where it owned something must be gone. */
    static void drop(Sql superuser, String name) throws SQLException {
        if (!superuser.rows("select 1 from pg_roles where rolname = ?", name).isEmpty()) {
            superuser.run("drop owned by " + Sql.name(name));
            superuser.run("drop role " + Sql.name(name));
        }
    }

    /** What the server keeps instead of the password (RFC 5803), so that no statement, and no log of statements, holds it. */
    static String verifier(String password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
                    .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            Base64.Encoder text = Base64.getEncoder();
            return "SCRAM-SHA-256$" + ITERATIONS + ":" + text.encodeToString(salt) + "$" + text.encodeToString(stored)
                    + ":" + text.encodeToString(hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message.getBytes(StandardCharsets.US_ASCII));
    }
}
