package io.snapledger.stores.postgresql;

import io.snapledger.stores.Secret;
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
 */
record LoadingRole(String name, Secret password) {

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
        drop(superuser, name);
        superuser.run("create role " + Sql.name(name)
                + " login nosuperuser nocreatedb nocreaterole noreplication noinherit bypassrls password "
                + Sql.literal(verifier(password)) + " valid until " + Sql.literal(until.toString()));
        return new LoadingRole(name, Secret.literal(password));
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
