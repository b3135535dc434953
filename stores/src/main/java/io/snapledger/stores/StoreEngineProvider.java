package io.snapledger.stores;

/** Announces one kind, by {@link java.util.ServiceLoader}: nothing else in the product lists the kinds. */
public interface StoreEngineProvider {

    /** What the kind says of itself; cheap. */
    KindDescription description();

    /** A new engine; cheap, touches no store. */
    StoreEngine create(EngineContext context);
}
