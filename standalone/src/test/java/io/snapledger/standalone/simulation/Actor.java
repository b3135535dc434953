package io.snapledger.standalone.simulation;

/** Something that goes on in small steps, each of which the world may delay for ever so long, or never let happen. */
interface Actor {

    /** Does one step. False: it has ended. */
    boolean step();

    /** What is still to be done after a crash, by somebody else or after a restart; null: nothing. */
    Actor afterCrash();
}
