package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Descent;
import io.snapledger.posix.Directory;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directories that an extraction made, and what they get when nothing is written into them any more. */
final class DirectoryTree {

    private static final class Node {
        private Map<ByteName, Node> children = Map.of();
        private Attributes attributes;
    }

    private record Open(ByteName name, Node node, Iterator<Map.Entry<ByteName, Node>> left) {
        private static Open of(ByteName name, Node node) {
            return new Open(name, node, node.children.entrySet().iterator());
        }
    }

    private final Node root = new Node();

    /** Remembers a directory, and those above it. */
    void add(BytePath path) {
        Node unused = node(path);
    }

    /**
     * What a directory gets at the end.
     *
     * @return false if it was told before
     */
    boolean describe(BytePath path, Attributes attributes) {
        Node node = node(path);
        boolean first = node.attributes == null;
        node.attributes = attributes;
        return first;
    }

    private Node node(BytePath path) {
        Node node = root;
        for (ByteName name : path.names()) {
            if (node.children.isEmpty()) {
                node.children = new LinkedHashMap<>(4);
            }
            node = node.children.computeIfAbsent(name, any -> new Node());
        }
        return node;
    }

    /** Gives all of them what they get, what is deepest first, since a directory may then be closed to its own owner. */
    void finish(Directory tree, AttributeSetter setter) throws IOException {
        try (Descent descent = new Descent(tree)) {
            Deque<Open> open = new ArrayDeque<>();
            open.push(Open.of(null, root));
            while (!open.isEmpty()) {
                Open here = open.element();
                if (here.left().hasNext()) {
                    Map.Entry<ByteName, Node> child = here.left().next();
                    descent.enter(child.getKey());
                    open.push(Open.of(child.getKey(), child.getValue()));
                } else {
                    open.pop();
                    finish(descent, here, open.size(), setter);
                }
            }
        }
    }

    private static void finish(Descent descent, Open done, int depth, AttributeSetter setter) throws IOException {
        if (done.node().attributes != null) {
            setter.set(descent.current(), done.node().attributes);
        }
        if (depth > 0) {
            descent.leave();
            if (descent.depth() != depth - 1) {
                throw new FileSystemException(done.name().text(), null, "was moved away while it was restored");
            }
        }
    }
}
