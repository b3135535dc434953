package io.snapledger.testkit.kafka;

import io.snapledger.events.EventSeal;
import java.util.List;

/** What the services of a test know, where the test has no reason to choose it. */
public final class TestSeal {

    public static final String TOKEN = "what-the-services-of-tests-know";

    public static final EventSeal SEAL = new EventSeal(() -> List.of(TOKEN));

    private TestSeal() {}
}
