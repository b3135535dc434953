package io.snapledger.repository.keys;

import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.StoreName;
import java.util.Collection;

/** None of the keys at hand opens a store's data key. Nothing was touched. */
public final class WrongKeyException extends RepositoryException.Permanent {

    public static final String CODE = "wrong-key";
    private static final long serialVersionUID = 1L;

    /**
     * @param wanted ids of the recipients that could open it
     * @param offered ids of the keys at hand
     */
    public WrongKeyException(StoreName store, String epoch, Collection<String> wanted, Collection<String> offered) {
        super(
                CODE,
                "no key opens epoch " + epoch + " of store '" + store + "': wanted one of " + wanted + ", offered "
                        + offered + "; HINT: name the service key or the recovery key of this repository");
    }
}
