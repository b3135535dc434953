package io.snapledger.repository.keys;

import static org.bouncycastle.crypto.hpke.HPKE.aead_AES_GCM256;
import static org.bouncycastle.crypto.hpke.HPKE.kdf_HKDF_SHA256;
import static org.bouncycastle.crypto.hpke.HPKE.kem_X25519_SHA256;
import static org.bouncycastle.crypto.hpke.HPKE.mode_base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectJson;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.format.Hkdf;
import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * Wraps data keys by HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Store, epoch and recipient
 * are bound as associated data, so that a wrap cannot be moved to another place.
 */
public final class KeyWrap {

    /** Info string of the key schedule. */
    public static final String INFO = "snapledger/1/data-key";

    static final String SUITE = "HPKE-Base-X25519-HKDF-SHA256-AES-256-GCM";

    private static final ObjectMapper JSON = ObjectJson.mapper().build();

    private KeyWrap() {}

    public static WrappedKey wrap(StoreName store, StoreKey key, Recipient recipient) {
        String where = place(store, key.epoch(), recipient.id());
        Sealed sealed = seal(recipient, INFO, where, key.dataKey());
        ObjectNode json = JSON.createObjectNode();
        json.put("version", 1);
        json.put("store", store.value());
        json.put("epoch", key.epoch());
        json.put("recipient", recipient.id());
        json.put("suite", SUITE);
        json.put("encapsulated", Base64.getEncoder().encodeToString(sealed.encapsulated()));
        json.put("ciphertext", Base64.getEncoder().encodeToString(sealed.ciphertext()));
        return new WrappedKey(store, key.epoch(), recipient.id(), bytes(json));
    }

    /**
     * @throws DamagedSnapshotException if the wrap is not what that recipient's wrap of that epoch must be
     */
    public static StoreKey unwrap(WrappedKey wrap, RecipientKey key) {
        String path = RepositoryLayout.key(wrap.store(), wrap.epoch(), wrap.recipient());
        if (wrap.unreadable() != null) {
            throw DamagedSnapshotException.told(path, wrap.unreadable());
        }
        try {
            JsonNode json = JSON.readTree(wrap.content());
            demand(path, "version", "1", json.path("version").asText());
            demand(path, "store", wrap.store().value(), json.path("store").asText());
            demand(path, "epoch", wrap.epoch(), json.path("epoch").asText());
            demand(path, "recipient", wrap.recipient(), json.path("recipient").asText());
            demand(path, "suite", SUITE, json.path("suite").asText());
            Sealed sealed = new Sealed(
                    Base64.getDecoder().decode(json.path("encapsulated").asText()),
                    Base64.getDecoder().decode(json.path("ciphertext").asText()));
            StoreKey opened = StoreKey.of(open(key, INFO, place(wrap.store(), wrap.epoch(), wrap.recipient()), sealed));
            demand(path, "key of epoch", wrap.epoch(), opened.epoch());
            // Base64 and JSON allow more than one text for one key; a changed byte is damage even where it means the
            // same.
            WrappedKey canonical = new WrappedKey(wrap.store(), wrap.epoch(), wrap.recipient(), bytes(json));
            if (!canonical.equals(wrap) || !canonicalBase64(json)) {
                throw new DamagedSnapshotException(path, "the text that was written", "another spelling");
            }
            return opened;
        } catch (IOException | InvalidCipherTextException | IllegalArgumentException e) {
            throw new DamagedSnapshotException(path, "a data key wrapped for " + wrap.recipient(), e.getMessage(), e);
        }
    }

    record Sealed(byte[] encapsulated, byte[] ciphertext) {}

    static Sealed seal(Recipient recipient, String info, String associated, byte[] secret) {
        HPKE hpke = hpke();
        AsymmetricKeyParameter publicKey = hpke.deserializePublicKey(recipient.publicKey());
        try {
            byte[][] parts = hpke.seal(publicKey, Hkdf.label(info), Hkdf.label(associated), secret, null, null, null);
            return new Sealed(parts[1], parts[0]);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("cannot seal for " + recipient, e);
        }
    }

    static byte[] open(RecipientKey key, String info, String associated, Sealed sealed)
            throws InvalidCipherTextException {
        return hpke().open(
                        sealed.encapsulated(),
                        key.pair(),
                        Hkdf.label(info),
                        Hkdf.label(associated),
                        sealed.ciphertext(),
                        null,
                        null,
                        null);
    }

    private static HPKE hpke() {
        return new HPKE(mode_base, kem_X25519_SHA256, kdf_HKDF_SHA256, aead_AES_GCM256);
    }

    private static String place(StoreName store, String epoch, String recipient) {
        return store + "/" + epoch + "/" + recipient;
    }

    private static void demand(String path, String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new DamagedSnapshotException(path, what + " " + expected, found);
        }
    }

    private static boolean canonicalBase64(JsonNode json) {
        for (String field : new String[] {"encapsulated", "ciphertext"}) {
            String text = json.path(field).asText();
            if (!Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a wrapped key", e);
        }
    }
}
