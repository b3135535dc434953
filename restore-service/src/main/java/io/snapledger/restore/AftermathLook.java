package io.snapledger.restore;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.StoreEngine;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a target after its restore has failed, for a limited time: it may be the target that does not answer. */
final class AftermathLook {

    private final Duration patience;

    /** @param patience how long one look may take */
    AftermathLook(Duration patience) {
        this.patience = patience;
    }

    /** What the restore changed and what it left; unknown, with the reason, if nobody could look. */
    Aftermath at(StoreRestore store, StoreEngine engine, String restore) throws InterruptedException {
        FutureTask<Aftermath> look = new FutureTask<>(() -> engine.aftermath(store.target(), restore));
        Thread thread = new Thread(look, "aftermath-" + store.store());
        thread.setDaemon(true);
        thread.start();
        try {
            return look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Aftermath.unknown("the target did not answer within " + patience.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            return Aftermath.unknown(
                    "the target could not be looked at: " + e.getCause().getMessage());
        } finally {
            look.cancel(true);
        }
    }
}
