package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * The last row of a page: the next page begins behind it.
 *
 * @param sort microseconds since 1970, 0 where the id alone sorts
 * @param id key of the row
 */
public record Cursor(long sort, String id) {

    public Cursor {
        requireNonNull(id, "id is missing");
    }

    /** For clients, who must not look into it. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((sort + " " + id).getBytes(UTF_8));
    }

    /** @throws IllegalArgumentException if the text is no cursor of ours */
    public static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            int space = plain.indexOf(' ');
            return new Cursor(Long.parseLong(plain.substring(0, space)), plain.substring(space + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor is not valid; HINT: use the `next` of the page before", e);
        }
    }
}
