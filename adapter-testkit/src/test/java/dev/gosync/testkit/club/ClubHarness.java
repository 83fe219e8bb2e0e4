package dev.gosync.testkit.club;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.net.URI;
import java.util.Collection;
import java.util.Set;

/** The club, seen from the club. */
public final class ClubHarness extends HttpHarness<ClubFake> {
    /** What the club cannot do. */
    public static final Set<Limitation> LIMITATIONS =
            Set.of(Limitation.NO_NAMELESS_MEMBERS, Limitation.KEEPS_NOBODY, Limitation.FORBIDS_NOTHING);

    /** How to make the adapter that is certified. */
    public interface Factory {
        Adapter open(URI address, String token, Retry retry);
    }

    private final Factory factory;

    public ClubHarness(Factory factory) {
        super(new ClubFake(), Club.NAME);
        this.factory = factory;
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return factory.open(fake.address(), conditions.secret(), conditions.retry());
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void seed(Collection<String> things) {
        fake.join(things);
    }

    @Override
    public Set<String> members() {
        return fake.members();
    }
}
