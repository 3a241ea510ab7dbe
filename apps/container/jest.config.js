export default {
  displayName: 'container',
  preset: '../../jest.preset.js',
};
