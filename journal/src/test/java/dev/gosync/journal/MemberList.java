package dev.gosync.journal;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A place in memory, whose answers can get lost. */
final class MemberList implements Adapter {
    private final String name;
    private final Set<String> members = new TreeSet<>();
    private final Set<String> lost = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> alreadyThere = new HashSet<>();
    private Runnable onWrite = () -> {};

    private MemberList(String name) {
        this.name = name;
    }

    static MemberList of(String name, String... members) {
        MemberList list = new MemberList(name);
        list.members.addAll(List.of(members));
        return list;
    }

    /** The next change of a member takes effect, but its answer gets lost. */
    MemberList losingTheAnswerFor(String thing) {
        lost.add(thing);
        return this;
    }

    /** The next change of a member does not take effect, and there is no answer. */
    MemberList losingTheRequestFor(String thing) {
        dropped.add(thing);
        return losingTheAnswerFor(thing);
    }

    /** From now on nothing gets lost. */
    void answeringAgain() {
        lost.clear();
        dropped.clear();
    }

    /** The place says that a thing was a member already when it is added. */
    MemberList sayingAlreadyThereFor(String thing) {
        alreadyThere.add(thing);
        return this;
    }

    MemberList onWrite(Runnable action) {
        onWrite = action;
        return this;
    }

    Set<String> members() {
        return members;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() {
        return Listing.of(members);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> {
            change(thing, () -> members.add(thing));
            if (alreadyThere.contains(thing)) {
                outcomes.alreadyThere(thing);
            }
        });
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> change(thing, () -> members.remove(thing)));
    }

    private void change(String thing, Runnable effect) {
        if (!dropped.remove(thing)) {
            effect.run();
        }
        onWrite.run();
        if (lost.remove(thing)) {
            throw AdapterException.of(FailureKind.UNAVAILABLE, name, "write", "the answer did not come")
                    .answerLost()
                    .build();
        }
    }
}
