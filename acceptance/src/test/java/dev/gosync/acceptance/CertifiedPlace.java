package dev.gosync.acceptance;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.Request;
import dev.gosync.testkit.SourceContract;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A place of a certified adapter, through the harness that the test kit certifies it with. For one thread at a time. */
final class CertifiedPlace implements AutoCloseable {
    private static final int FIRST_KEPT = 90;
    private static final int KEPT = 2;
    private static final int NAMELESS = 2;

    private final Harness harness;
    private final Set<?> limitations;
    private final Conditions conditions;
    private final List<String> others;

    /**
     * Starts a fake service with an empty place, and fills it with members that no sync may change.
     *
     * @param test the name of the class that certifies the adapter; it is in the test jar of the adapter
     * @param conditions what adapters are made with
     */
    CertifiedPlace(String test, Conditions conditions) throws Exception {
        Constructor<?> constructor = Class.forName(test).getDeclaredConstructor();
        constructor.setAccessible(true);
        Object certification = constructor.newInstance();
        this.harness = (Harness) call(certification, "harness");
        this.limitations = (Set<?>) call(certification, "limitations");
        this.conditions = conditions;
        this.others = limitations.contains(Limitation.KEEPS_NOBODY)
                ? List.of()
                : IntStream.range(FIRST_KEPT, FIRST_KEPT + KEPT)
                        .mapToObj(this::thing)
                        .toList();
        if (!others.isEmpty()) {
            harness.seedKept(others);
        }
        if (!limitations.contains(Limitation.NO_NAMELESS_MEMBERS)) {
            harness.seedNameless(NAMELESS);
        }
    }

    private static Object call(Object certification, String method) throws ReflectiveOperationException {
        Method declared = SourceContract.class.getDeclaredMethod(method);
        declared.setAccessible(true);
        return declared.invoke(certification);
    }

    /** {@return an adapter that knows nothing yet, as in a program that has just started} */
    Adapter open() throws Exception {
        return harness.open(conditions);
    }

    String thing(int number) {
        return harness.thing(number);
    }

    void introduce(Collection<String> things) throws Exception {
        harness.introduce(things);
    }

    /** Lets the service refuse these things, or not know them if it has no policy that refuses anybody. */
    void forbid(Collection<String> things) throws Exception {
        if (!limitations.contains(Limitation.FORBIDS_NOTHING)) {
            harness.forbid(things);
        }
    }

    void join(Collection<String> things) throws Exception {
        harness.seed(things);
    }

    /** Another program removes members. */
    void leave(Collection<String> things) throws Exception {
        try (Adapter other = open()) {
            Asking.remove(other, things);
        }
    }

    /** {@return the members that syncs may change, in lower case} */
    Set<String> members() throws Exception {
        Set<String> members = harness.members().stream()
                .map(member -> member.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        members.removeAll(others);
        return members;
    }

    /** {@return everything that no sync may change} */
    String untouchable(String member) throws Exception {
        StringBuilder text = new StringBuilder();
        text.append(harness.namelessMembers()).append(" without an identifier, ");
        text.append(new TreeSet<>(harness.keptMembers())).append(" kept");
        for (String each : others) {
            text.append(", ").append(each).append(": ").append(harness.fingerprint(each));
        }
        return text.append(", ")
                .append(member)
                .append(": ")
                .append(harness.fingerprint(member))
                .toString();
    }

    /** {@return every request that arrived, in order} */
    List<Request> requests() {
        return harness.requests();
    }

    void inject(Fault fault) {
        harness.inject(fault);
    }

    void heal() {
        harness.heal();
    }

    @Override
    public void close() throws IOException {
        harness.heal();
        harness.close();
    }
}
