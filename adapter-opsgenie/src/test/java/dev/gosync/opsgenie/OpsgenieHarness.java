package dev.gosync.opsgenie;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A schedule of Opsgenie and its fake. */
final class OpsgenieHarness extends HttpHarness<OpsgenieFake> {
    OpsgenieHarness(OpsgenieFake fake) {
        super(fake, OpsgenieFake.SCHEDULE);
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return Opsgenie.builder(conditions.secret())
                .baseUrl(fake.address())
                .retry(conditions.retry())
                .build()
                .schedule(OpsgenieFake.SCHEDULE);
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void forbid(Collection<String> things) {
        fake.introduceUnlicensed(things);
    }

    @Override
    public void seed(Collection<String> things) {
        fake.join(things);
    }

    @Override
    public void seedNameless(int count) {
        fake.joinNameless(count);
    }

    @Override
    public Set<String> members() {
        return Set.copyOf(fake.members());
    }

    @Override
    public List<String> memberList() {
        return fake.members();
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public String fingerprint(String member) {
        return fake.fingerprint(member);
    }

    @Override
    public int namelessMembers() {
        return fake.nameless();
    }
}
