/** `import 'vestibule-verification/vue'`: registers the element; the types are beside this file. */
import 'vestibule-verification/define';
