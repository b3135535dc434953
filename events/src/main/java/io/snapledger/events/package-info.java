/**
 * The language of Snapledger: event records, their identities and types. Depends on nothing of ours.
 * Consumers deduplicate by {@link io.snapledger.events.Event#identity()}; every handler may see an event twice or late.
 */
package io.snapledger.events;
