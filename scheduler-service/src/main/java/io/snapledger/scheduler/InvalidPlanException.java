package io.snapledger.scheduler;

/** A plan's configuration that cannot be meant; stops the start. */
public final class InvalidPlanException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * @param option the offending option, e.g. {@code snapledger.plans.nightly.schedule}
     * @param message what is wrong and what would be right, after the option's name
     */
    public InvalidPlanException(String option, String message) {
        super(option + " " + message);
        this.option = option;
    }

    public String option() {
        return option;
    }
}
