package io.snapledger.standalone.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import io.snapledger.settings.SettingDescription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which services read a setting: found in the code, from the record that has it through what they have in common. */
final class SettingReaders {

    private static final List<String> SERVICES = List.of("scheduler", "dump", "storage", "catalog", "restore");

    /** The rim of every service. */
    private static final String RIM = "io.snapledger.access.inbound";

    private final Set<JavaMember> seen = new HashSet<>();
    private final Set<String> readers = new TreeSet<>();

    private SettingReaders() {}

    /** Their names; empty if nobody does. */
    static Set<String> of(SettingDescription setting) {
        SettingReaders found = new SettingReaders();
        JavaClass owner = OurClasses.ALL.get(setting.owner());
        found.follow(owner.getMethod(setting.component()));
        found.follow(owner.getField(setting.component()));
        return found.readers;
    }

    private void follow(JavaMember member) {
        if (!seen.add(member)) {
            return;
        }
        for (JavaAccess<?> access : member.getAccessesToSelf()) {
            JavaCodeUnit reader = access.getOrigin();
            String place = reader.getOwner().getPackageName();
            String room = place.split("\\.")[2];
            if (place.equals(RIM)) {
                readers.addAll(SERVICES);
            } else if (SERVICES.contains(room)) {
                readers.add(room);
            } else if (!reader.isConstructor()) {
                follow(reader);
            }
        }
    }

    /** In the order in which a backup meets them. */
    static String words(Set<String> readers) {
        if (readers.size() == SERVICES.size()) {
            return "all";
        }
        return readers.isEmpty()
                ? "nobody yet"
                : String.join(", ", SERVICES.stream().filter(readers::contains).toList());
    }
}
