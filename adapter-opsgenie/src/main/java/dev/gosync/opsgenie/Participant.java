package dev.gosync.opsgenie;

/**
 * One place in the order of duty.
 *
 * @param type {@code user}, {@code team}, {@code escalation}, {@code none} or what else a service may have
 * @param id the service's; empty where it is not known or there is none
 * @param username a user's e-mail address in Opsgenie; empty where there is none
 */
record Participant(String type, String id, String username) {
    boolean isPerson() {
        return type.equals("user");
    }

    /** Whether it stands for a time in which nobody is on duty. */
    boolean isNobody() {
        return type.equals("none");
    }
}
