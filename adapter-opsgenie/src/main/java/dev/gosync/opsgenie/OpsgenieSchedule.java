package dev.gosync.opsgenie;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.List;

/**
 * The people of a schedule of Opsgenie, by e-mail address: those of all its rotations, or of the one that {@link
 * #rotation} names. One call reads it.
 *
 * <p>To be written, the schedule must have one rotation, or {@link #rotation} must name one. The order of duty is kept.
 * New people come at the end, in the order of the plan. A removed person is removed from every position. Teams,
 * escalations and empty slots stay where they are and are not listed. A change that would leave nobody in the rotation
 * is refused. All additions and removals are one write. Each attempt to write reads the rotation again.
 *
 * <p>A change can shift who is on call now, because the service counts the turns of all participants from the start
 * date of the rotation.
 *
 * <p>Made by {@link Opsgenie#schedule}, which owns the connection; closing this closes nothing. Threads may share it.
 * Each option returns a changed copy.
 */
public final class OpsgenieSchedule implements Adapter {
    private final Rotations rotations;

    OpsgenieSchedule(Rotations rotations) {
        this.rotations = rotations;
    }

    /**
     * Takes the schedule's key for an id. By default a key that looks like an id is one.
     *
     * @return the schedule with that id
     */
    public OpsgenieSchedule byId() {
        return new OpsgenieSchedule(rotations.byId());
    }

    /**
     * Takes the schedule's key for a name, even if it looks like an id.
     *
     * @return the schedule with that name
     */
    public OpsgenieSchedule byName() {
        return new OpsgenieSchedule(rotations.byName());
    }

    /**
     * Reads and writes one rotation only.
     *
     * @param idOrName the id or the name of the rotation, not blank
     * @return that rotation of this schedule
     */
    public OpsgenieSchedule rotation(String idOrName) {
        return new OpsgenieSchedule(rotations.rotation(idOrName));
    }

    @Override
    public String name() {
        return rotations.name();
    }

    /**
     * Reads the people who take turns.
     *
     * @return their e-mail addresses. Teams, escalations, participants of an unknown type and people without a visible
     *     e-mail address are left out and counted.
     * @throws AdapterException if the schedule cannot be read completely: NOT_FOUND if the schedule or the rotation
     *     does not exist, PERMISSION if the credentials may not see it
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        return rotations.get();
    }

    /** {@return {@link Matching#ignoringCase()}} */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /**
     * Warns that additions can change who is on call now. It makes no call, because Opsgenie tells only at the write
     * which people it does not know.
     *
     * @param additions e-mail addresses
     * @return what is known about them
     * @throws AdapterException if the service cannot be asked
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        return rotations.preview(additions);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        rotations.change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        rotations.change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    /**
     * Makes both halves with one write.
     *
     * @param change the people to add and to remove
     * @param outcomes hears of each of them
     * @throws AdapterException if the place as a whole fails: INVALID_REQUEST if the schedule has several rotations
     *     and none is named, or if nobody would be left
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public void change(Change change, Outcomes outcomes) throws InterruptedException {
        rotations.change(change, outcomes);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
