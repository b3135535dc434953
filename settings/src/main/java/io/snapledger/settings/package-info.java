/**
 * What an installation configures, read once and one way: {@link io.snapledger.settings.Installation} by every service, the one process and the
 * command line, with a container or without. What nobody reads is refused, and so is what is out of range.
 */
package io.snapledger.settings;
