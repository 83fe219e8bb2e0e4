package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between Opsgenie and Jira Service Management. {@code place} is the name of the place that asks, for
 * errors. Threads may share it.
 */
interface OnCallService {
    OpsgenieClient client();

    /** Reads who is on call. */
    Listing onCall(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException;

    /** Reads all rotations of a schedule. */
    List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException;

    /** Reads one rotation again, with one request that is not retried. */
    Rotation reread(String place, Rotation rotation) throws IOException;

    /** {@return what the vendor calls {@link #update}} */
    String updateOperation();

    /**
     * Replaces the participants of a rotation, with one request that is not retried.
     *
     * @return empty if the service took the list, otherwise why it refused it
     * @throws AdapterException MALFORMED_ANSWER if the answer does not show the result
     */
    Optional<WholeList.Refusal> update(String place, Rotation rotation, List<Participant> participants)
            throws IOException;

    /**
     * E-mail addresses of people.
     *
     * @param byKey each address by {@link Participant#key()}; people whose address cannot be seen are missing
     * @param wereAsked whether the service had to be asked, so that time has passed
     */
    record Addresses(Map<String, String> byKey, boolean wereAsked) {}

    /** Returns the e-mail addresses of people, and asks the service for those that are not known yet. */
    Addresses addresses(String place, Collection<Participant> people) throws InterruptedException;

    /** Returns the person with an e-mail address; empty if the service knows before a write that there is none. */
    Optional<Participant> find(String place, String email) throws InterruptedException;

    /** Explains why {@link #find} found nobody. */
    AdapterException unknown(String place, String email);

    /** Explains why the service refused a list because of this newcomer. It may ask the service. */
    AdapterException refused(String place, String email, AdapterException refusal) throws InterruptedException;

    /** {@return the service, in messages} */
    String vendor();
}
