/** The names of all settings, so that a misspelt one is refused instead of being ignored. */
package io.snapledger.settings;
