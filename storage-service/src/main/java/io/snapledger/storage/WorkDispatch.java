package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.EventData;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.UndeleteRequested;

/** Which handler an accepted event goes to. */
public final class WorkDispatch implements WorkHandler {

    private final CommitSnapshot commit;
    private final AbortSnapshot abort;
    private final ExpireSnapshot expire;

    public WorkDispatch(CommitSnapshot commit, AbortSnapshot abort, ExpireSnapshot expire) {
        this.commit = commit;
        this.abort = abort;
        this.expire = expire;
    }

    @Override
    public void handle(Work work) throws TryLaterException {
        EventData data = work.event().data();
        if (data instanceof DumpCompleted dump) {
            commit.handle(work, dump);
        } else if (data instanceof DumpFailed failed) {
            abort.handle(work, failed);
        } else if (data instanceof ExpiryRequested wish) {
            expire.handle(work, wish);
        } else if (data instanceof UndeleteRequested wish) {
            expire.handle(work, wish);
        }
    }
}
