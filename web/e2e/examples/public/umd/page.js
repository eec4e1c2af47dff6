// A page without a build: the element is there, its properties are set by hand.
const query = new URLSearchParams(location.search);
const element = document.querySelector('vestibule-verification');
element.apiBase = query.get('api');
element.token = query.get('token');
