package dev.gosync.slack;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A user group and its fake, for each way to treat an empty group. */
final class SlackHarness extends HttpHarness<SlackFake> {
    private final WhenEmpty whenEmpty;

    /** A bot that stays counts as one of those that the kit adds, once it adds any. */
    private boolean counts = true;

    SlackHarness(WhenEmpty whenEmpty) {
        super(new SlackFake(), SlackFake.GROUP);
        this.whenEmpty = whenEmpty;
        fake.neverReadOnly = true; // no answer of Slack says that a user group is read-only
        if (whenEmpty == WhenEmpty.REFUSE || whenEmpty == WhenEmpty.KEEP) {
            // The kit's rules remove all people, so a bot stays where the group may not become empty.
            fake.group().users.add(SlackFixture.nameless(fake, 1).id);
            counts = false;
        }
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return SlackFixture.workspace(fake, conditions).userGroup(place(), whenEmpty);
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void forbid(Collection<String> things) {
        things.forEach(thing -> fake.unlistable.add(fake.account(thing).id));
    }

    @Override
    public void seed(Collection<String> things) {
        fake.joinGroup(things);
    }

    @Override
    public void seedNameless(int count) {
        if (count == 0) {
            return;
        }
        int there = counts ? 0 : 1;
        counts = true;
        for (int i = there; i < count; i++) {
            fake.group().users.add(SlackFixture.nameless(fake, i).id);
        }
    }

    @Override
    public Set<String> members() {
        return fake.inGroup();
    }

    @Override
    public List<String> memberList() {
        return fake.groupList();
    }

    @Override
    public String fingerprint(String member) {
        return fake.kept(member);
    }

    @Override
    public int namelessMembers() {
        return fake.nameless(fake.group().users) - (counts ? 0 : 1);
    }
}
