package io.snapledger.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.snapledger.events.RestoreRequested;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that the gateway of restore-service has accepted a request: HMAC-SHA256 (RFC 2104) over the request without this field, as
 * JSON with sorted keys.
 */
public final class RestoreAuthorization {

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final byte[] secret;

    /** @param secret at least 16 bytes that only restore-service knows */
    public RestoreAuthorization(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret has " + secret.length + " bytes; at least 16 are needed");
        }
        this.secret = secret.clone();
    }

    public RestoreRequested sign(RestoreRequested request) {
        return request.withAuthorization(mac(request));
    }

    public boolean accepts(RestoreRequested request) {
        return request.authorization() != null
                && MessageDigest.isEqual(
                        mac(request).getBytes(StandardCharsets.US_ASCII),
                        request.authorization().getBytes(StandardCharsets.US_ASCII));
    }

    private String mac(RestoreRequested request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(CANONICAL.writeValueAsBytes(request.withAuthorization(null))));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("cannot authorize a restore", e);
        }
    }
}
