package io.snapledger.stores;

/** Announces one kind, by {@link java.util.ServiceLoader}: nothing else in the product lists the kinds. */
public interface StoreEngineProvider {

    /** The kind, {@code [a-z0-9-]{1,40}}. */
    String kind();

    /** A new engine; cheap, touches no store. */
    StoreEngine create(EngineContext context);
}
