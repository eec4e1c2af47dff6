/** `import 'vestibule-verification/react'`: registers the element; the types are beside this file. */
import 'vestibule-verification/define';
