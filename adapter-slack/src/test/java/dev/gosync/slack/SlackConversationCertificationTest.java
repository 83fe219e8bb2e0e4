package dev.gosync.slack;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.List;
import java.util.Set;

class SlackConversationCertificationTest extends AdapterContract {
    @Override
    protected HttpHarness<?> harness() {
        SlackFake slack = new SlackFake();
        slack.listsItself = false; // the app is always a member, and the kit wants an empty place at first
        return new HttpHarness<>(slack, SlackFake.CHANNEL) {
            @Override
            protected Adapter adapter(Conditions conditions) {
                return SlackFixture.workspace(fake, conditions).conversation(place());
            }

            @Override
            public void introduce(Collection<String> things) {
                fake.introduce(things);
            }

            @Override
            public void forbid(Collection<String> things) {
                things.forEach(thing -> fake.uninvitable.put(fake.account(thing).id, "ura_max_channels"));
            }

            @Override
            public void seed(Collection<String> things) {
                fake.joinChannel(things);
            }

            @Override
            public void seedNameless(int count) {
                for (int i = 0; i < count; i++) {
                    fake.channel().members.add(SlackFixture.nameless(fake, i).id);
                }
            }

            @Override
            public Set<String> members() {
                return fake.inChannel();
            }

            @Override
            public List<String> memberList() {
                return fake.channelList();
            }

            @Override
            public String fingerprint(String member) {
                return fake.kept(member);
            }

            @Override
            public int namelessMembers() {
                return fake.nameless(fake.channel().members);
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
