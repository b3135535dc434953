/**
 * The protocol under every kind of bad luck: the production deciders of scheduler and repository, run in one thread in a small
 * world, in an order that a seed chooses. What the world's services do around the deciders is written here as the services do it;
 * {@link Bug} names what they could do wrong, and each of these must be found.
 */
package io.snapledger.standalone.simulation;
