package io.snapledger.repository;

/** What a create-only put found. */
public enum PutOutcome {
    /** The object is now there, durable, made by this call. */
    CREATED,
    /** An object of that name was there before; it was not looked at and not touched. */
    EXISTS
}
