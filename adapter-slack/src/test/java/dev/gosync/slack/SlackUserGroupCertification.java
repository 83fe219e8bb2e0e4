package dev.gosync.slack;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Certifies user groups, for each way to treat an empty one. */
abstract class SlackUserGroupCertification extends AdapterContract {
    private final WhenEmpty whenEmpty;

    SlackUserGroupCertification(WhenEmpty whenEmpty) {
        this.whenEmpty = whenEmpty;
    }

    @Override
    protected HttpHarness<?> harness() {
        SlackFake slack = new SlackFake();
        slack.neverReadOnly = true; // no answer of Slack says that a user group is read-only
        // The kit's rules remove all people, so a bot stays where the group may not become empty.
        boolean mustStay = whenEmpty == WhenEmpty.REFUSE || whenEmpty == WhenEmpty.KEEP;
        if (mustStay) {
            slack.group().users.add(Workspaces.nameless(slack, 1).id);
        }
        return new HttpHarness<>(slack, SlackFake.GROUP) {
            // The bot that stays counts as one of those that the kit adds, once it adds any.
            private boolean counts = !mustStay;

            @Override
            protected Adapter adapter(Conditions conditions) {
                return Workspaces.of(fake, conditions).userGroup(place(), whenEmpty);
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
                    fake.group().users.add(Workspaces.nameless(fake, i).id);
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
        };
    }
}
