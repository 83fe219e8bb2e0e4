package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link OnCall} and {@link Schedule} ask of a service. {@code place} is the name of who asks, for errors. Safe for
 * use by several threads.
 */
interface OnCallService {
    /** How the names of its places begin. */
    String label();

    Retry retry();

    /** Who is on duty. */
    Listing onDuty(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException;

    /** All rotations of a schedule. */
    List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException;

    /** Reads one rotation again: one request, which is not repeated. */
    Rotation reread(String place, Rotation rotation) throws IOException;

    /** What {@link #write} does, in the vendor's word. */
    String writing();

    /** Replaces the participants of a rotation: one request, which is not repeated. Nothing is given where it was taken. */
    Optional<Refusal> write(String place, Rotation rotation, List<Participant> participants) throws IOException;

    /** What makes two participants the same person. */
    String key(Participant person);

    /** Looks up the e-mail addresses of those of these people who are not known yet; gives whether there were any. */
    boolean learn(String place, Collection<Participant> people) throws InterruptedException;

    /** The e-mail address of somebody, as far as it is known and can be seen. */
    Optional<String> email(Participant person);

    /** Those of these who may come, as they are to be written, by e-mail address; the others are unknown. */
    Map<String, Participant> find(String place, List<String> emails) throws InterruptedException;

    /** Why somebody could not be found. */
    AdapterException unknown(String place, String email);

    /** Why somebody was refused. */
    AdapterException refused(String place, String email, Refusal refusal) throws InterruptedException;
}
